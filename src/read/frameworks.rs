//! Reads the frameworks of `schema/frameworks/`: their clauses, and what they want in writing.

use std::collections::BTreeMap;

use camino::Utf8Path;

use super::embedded::Files;
use super::error::Error;
use super::settings;
use crate::model::documented::DocumentedInformation;
use crate::model::framework::Framework;

/// Every `ID.yaml`, with what stands in `ID.documented-information.yaml` beside it.
pub(super) fn read(files: &Files) -> Result<BTreeMap<String, Framework>, Error> {
    let mut frameworks = BTreeMap::new();
    let mut documented = Vec::new();
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix("frameworks/").and_then(|name| name.strip_suffix(".yaml")) else { continue };
        let file = Utf8Path::new("schema").join(path);
        if !name.contains(['.', '/']) {
            let framework: Framework = settings::data(&file, bytes).map_err(Error::Data)?;
            frameworks.insert(framework.id.clone(), framework);
        } else if name.ends_with(".documented-information") {
            let information: DocumentedInformation = settings::data(&file, bytes).map_err(Error::Data)?;
            documented.push(information);
        }
    }
    for information in documented {
        if let Some(framework) = frameworks.get_mut(&information.framework) {
            framework.documented = information;
        }
    }
    Ok(frameworks)
}
