//! `smsdoc serve`.

use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};

use super::arguments::Serve;
use super::context::Context;
use super::{Error, Outcome, output};
use crate::evaluate::{Sms, evaluate};
use crate::read::{Request, Workspace};
use crate::report::json;
use crate::rules;
use crate::serve::{self, Note, Options, Page, Server};
use crate::site::{Site, audience};

pub(super) fn run(context: &Context, command: &Serve) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let mut request = context.request(command.published);
    request.drafts = !request.published;
    let asked = context.audience.clone();
    let site = preview(&workspace, &request, asked.as_deref())?;
    let root = workspace.root();
    let watched = [workspace.content(), root.join("schema"), root.join("themes")];
    let options = Options {
        host: command.host.clone(),
        port: command.port,
        watch: watched.into_iter().filter(|folder| folder.is_dir()).collect(),
        poll: command.poll,
    };
    let server = Server::bind(&options)?;
    let shown = if request.published { "what is in force" } else { "the files on disk, drafts included" };
    output::say(&format!("Preview   {}  ({shown})\n", server.url()));
    output::say(&format!("{} findings; `smsdoc check` tells them. Stop with Ctrl-C\n", site.findings()));
    let quiet = context.quiet;
    let rebuild =
        |_: &[Utf8PathBuf]| preview(&workspace, &request, asked.as_deref()).map_err(|error| error.to_string());
    server.run(site, rebuild, move |note| tell(&note, quiet))?;
    Ok(Outcome::Clean)
}

fn tell(note: &Note<'_>, quiet: bool) {
    match note {
        Note::Changed { paths, took, findings } if !quiet => {
            let names: Vec<_> = paths.iter().take(3).map(|path| path.file_name().unwrap_or(path.as_str())).collect();
            let more = if paths.len() > 3 { format!(" and {} more", paths.len() - 3) } else { String::new() };
            output::say(&format!(
                "  {}{more}  shown after {} ms, {findings} findings\n",
                names.join(", "),
                took.as_millis()
            ));
        }
        Note::Changed { .. } => {}
        Note::Failed { message } => output::say(&format!("  not shown: {message}\n")),
    }
}

/// A site as the server asks for it, with the findings of the moment.
struct Preview {
    site: Site,
    /// Findings as JSON with their number, worked out when they are asked for.
    findings: OnceLock<(String, usize)>,
}

fn preview(workspace: &Workspace, request: &Request, asked: Option<&str>) -> Result<Arc<dyn serve::Site>, Error> {
    let read = workspace.read(request)?;
    if read.inputs.settings_unreadable {
        // Pages made with the defaults would show documents as drafts that are approved.
        let told = read.inputs.findings.iter().find(|finding| finding.rule == "settings-invalid");
        let told = told.map(|finding| {
            format!(
                "{}:{}:{}: {}",
                finding.place.path, finding.place.start.line, finding.place.start.column, finding.message
            )
        });
        return Err(Error::Settings(told.unwrap_or_default()));
    }
    let audience = audience::audience(&read.inputs, asked)?;
    let findings = OnceLock::new();
    let sms = evaluate(read.inputs, &read.texts);
    // Who writes sees all that is written, unless asked to look as an audience does. Findings are always those of all.
    let sms = if asked.is_some() || request.published {
        let _ = findings.set(told(&sms));
        audience::filter(sms, &audience).sms
    } else {
        sms
    };
    // What is not narrowed shows what those may read who may read all.
    let audiences = &sms.inputs.config.audiences;
    let all = audiences.names().into_iter().find(|name| audiences.reads_all(name)).map(str::to_owned);
    let audience = if asked.is_some() || request.published { audience } else { all.unwrap_or(audience) };
    let site = Site::new(sms, &read.theme, read.attachments, &audience, true)?;
    Ok(Arc::new(Preview { site, findings }))
}

fn told(sms: &Sms) -> (String, usize) {
    let findings = rules::judge(sms);
    (json::findings(&findings), findings.len())
}

impl serve::Site for Preview {
    fn page(&self, path: &str) -> Option<Page> {
        let bytes = match self.site.render(Utf8Path::new(path)) {
            Ok(bytes) => bytes?,
            Err(error) => error.to_string().into_bytes(),
        };
        Some(Page { bytes, content_type: content_type(path) })
    }

    fn not_found(&self) -> Page {
        let bytes = self.site.render(Utf8Path::new("404.html")).ok().flatten().unwrap_or_default();
        Page { bytes, content_type: "text/html; charset=utf-8" }
    }

    fn findings_json(&self) -> String {
        self.findings.get_or_init(|| told(&self.site.sms)).0.clone()
    }

    fn findings(&self) -> usize {
        self.findings.get_or_init(|| told(&self.site.sms)).1
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
