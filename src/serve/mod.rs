//! stub
use camino::*; use std::sync::Arc; use std::time::Duration;
#[derive(Debug, thiserror::Error)] #[error("x {0}")] pub struct Error(String);
pub trait Site: Send + Sync { fn page(&self, path: &str) -> Option<Page>; fn not_found(&self) -> Page; fn findings_json(&self) -> String; }
pub struct Page { pub bytes: Vec<u8>, pub content_type: &'static str, pub csp: Option<String> }
pub struct Options { pub host: String, pub port: u16, pub watch: Vec<Utf8PathBuf>, pub poll: bool }
pub enum Note<'a> { Listening { url: &'a str }, Changed { paths: &'a [Utf8PathBuf], took: Duration, findings: usize }, Failed { message: &'a str } }
pub struct Server;
impl Server { pub fn bind(_o: &Options) -> Result<Self, Error> { Ok(Server) } pub fn url(&self) -> &str { "" }
pub fn run(self, _first: Arc<dyn Site>, _rebuild: impl FnMut(&[Utf8PathBuf]) -> Result<Arc<dyn Site>, String> + Send, _notes: impl Fn(Note<'_>) + Send + Sync) -> Result<(), Error> { Ok(()) } }
