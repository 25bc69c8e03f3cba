//! stub
use camino::*;
#[derive(Debug, thiserror::Error)] #[error("x {0}")] pub struct Error(String);
pub struct Target<'a> { pub out: &'a Utf8Path, pub protected: &'a [Utf8PathBuf] }
pub struct Stage(Utf8PathBuf);
pub struct ManifestHead { pub tool: String, pub commit: Option<crate::model::history::ObjectId>, pub tags: Vec<(String, crate::model::history::ObjectId)>, pub as_of: jiff::civil::Date, pub audience: String, pub dirty: bool }
pub struct Published { pub files: usize, pub bytes: u64 }
impl Stage { pub fn begin(t: &Target<'_>) -> Result<Self, Error> { Ok(Stage(t.out.to_owned())) }
 pub fn write(&self, p: &Utf8Path, b: &[u8]) -> Result<(), Error> { let f=self.0.join(p); std::fs::create_dir_all(f.parent().unwrap()).unwrap(); #[allow(clippy::disallowed_methods)] std::fs::write(f,b).unwrap(); Ok(()) }
 pub fn finish(self, _h: ManifestHead) -> Result<Published, Error> { Ok(Published{files:0,bytes:0}) } }
