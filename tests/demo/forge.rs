//! From events to commits, tags and a pack.

use std::collections::BTreeMap;

use git2::build::TreeUpdateBuilder;
use git2::{FileMode, ObjectType, Oid, Repository, Signature, Time};
use jiff::civil::{Date, Time as Clock};
use jiff::tz::TimeZone;
use smsdoc::read::document::statement;

use crate::events::{Act, Event, Files, Proof};
use crate::keys;
use crate::sources::Sources;

/// A repository as it is shipped.
pub(crate) struct Forged {
    pub(crate) pack: Vec<u8>,
    /// One name a line: object, space, reference.
    pub(crate) names: String,
}

struct Forge<'a> {
    sources: &'a Sources,
    git: Repository,
    zone: TimeZone,
    main: Option<Oid>,
    branches: BTreeMap<String, Oid>,
    tags: BTreeMap<String, Oid>,
    day: Date,
    /// Minutes since the beginning of the working day.
    minutes: i16,
}

pub(crate) fn forge(events: &[Event], sources: &Sources) -> Forged {
    let folder = tempfile::tempdir().expect("a folder");
    let mut forge = Forge {
        sources,
        git: Repository::init_bare(folder.path()).expect("a repository"),
        zone: TimeZone::get("Europe/London").expect("London"),
        main: None,
        branches: BTreeMap::new(),
        tags: BTreeMap::new(),
        day: sources.story.begins,
        minutes: 0,
    };
    for event in events {
        forge.happens(event);
    }
    let waiting: Vec<&String> = forge.branches.keys().collect();
    assert!(waiting.is_empty(), "never merged: {waiting:?}");
    forge.packed()
}

impl Forge<'_> {
    fn happens(&mut self, event: &Event) {
        if event.day != self.day {
            self.day = event.day;
            self.minutes = 0;
        }
        self.minutes += 7;
        match &event.act {
            Act::Commit { by, message, files } => self.main = Some(self.commit(by, message, files, self.main, None)),
            Act::Branch { name, by, message, files } => {
                let parent = self.branches.get(name).copied().or(self.main);
                let commit = self.commit(by, message, files, parent, None);
                self.branches.insert(name.clone(), commit);
            }
            Act::Merge { name, message, files, proof } => {
                let branch = self.branches.remove(name).expect("the branch that is merged");
                let keeper = self.sources.story.keeper.clone();
                self.main = Some(self.commit(&keeper, message, files, self.main, Some(branch)));
                if let Some(proof) = proof {
                    self.prove(proof, files);
                }
            }
            Act::Decide { by, message, files, proof } => {
                self.main = Some(self.commit(by, message, files, self.main, None));
                self.prove(proof, files);
            }
            Act::Tag { name, by, message } => {
                self.minutes += 4;
                self.tag(name, by, message);
            }
        }
    }

    fn who(&self, id: &str) -> (String, String) {
        let person = self.sources.person(id);
        (person.name.clone(), person.emails.first().expect("an address").clone())
    }

    fn signature(&self, id: &str) -> Signature<'static> {
        let (name, email) = self.who(id);
        let begin = Clock::constant(8, 40, 0, 0);
        let time = begin.checked_add(jiff::Span::new().minutes(self.minutes)).expect("a time within the day");
        let zoned = self.day.to_datetime(time).to_zoned(self.zone.clone()).expect("a time");
        let offset = zoned.offset().seconds() / 60;
        Signature::new(&name, &email, &Time::new(zoned.timestamp().as_second(), offset)).expect("a signature")
    }

    /// Message with people in place of their ids between two `@`.
    fn named(&self, message: &str) -> String {
        let mut out = String::new();
        for (index, part) in message.trim_end().split('@').enumerate() {
            match index % 2 {
                0 => out.push_str(part),
                _ => {
                    let (name, email) = self.who(part);
                    out.push_str(&format!("{name} <{email}>"));
                }
            }
        }
        out + "\n"
    }

    fn commit(&self, by: &str, message: &str, files: &Files, parent: Option<Oid>, second: Option<Oid>) -> Oid {
        let parents: Vec<_> =
            [parent, second].into_iter().flatten().map(|id| self.git.find_commit(id).expect("a parent")).collect();
        let mut update = TreeUpdateBuilder::new();
        let base = match parents.first() {
            Some(parent) => parent.tree().expect("a tree"),
            None => {
                let empty = self.git.treebuilder(None).and_then(|builder| builder.write()).expect("an empty tree");
                self.git.find_tree(empty).expect("an empty tree")
            }
        };
        for (path, content) in files {
            match content {
                Some(bytes) => {
                    let blob = self.git.blob(bytes).expect("a blob");
                    update.upsert(path.as_str(), blob, FileMode::Blob);
                }
                None => drop(base.get_path(path.as_std_path()).map(|_| update.remove(path.as_str()))),
            }
        }
        let tree = update.create_updated(&self.git, &base).expect("a tree");
        let tree = self.git.find_tree(tree).expect("a tree");
        let who = self.signature(by);
        let message = self.named(message);
        self.git.commit(None, &who, &who, &message, &tree, &parents.iter().collect::<Vec<_>>()).expect("a commit")
    }

    fn prove(&mut self, proof: &Proof, files: &Files) {
        let bytes = files[&proof.path].clone().expect("the file that is decided on");
        let hash = statement(bytes).expect("a statement").hash;
        let message = format!("{}\n\nContent: {hash}\n{}\n", proof.subject, proof.trailers);
        self.minutes += 3;
        self.tag(&proof.name, &proof.by, &message);
    }

    /// A signed tag of the newest commit of the controlled line.
    fn tag(&mut self, name: &str, by: &str, message: &str) {
        let who = self.signature(by);
        let target = self.main.expect("a commit");
        let when = who.when();
        let (sign, offset) = (when.sign(), when.offset_minutes().abs());
        let text = format!(
            "object {target}\ntype commit\ntag {name}\ntagger {} <{}> {} {sign}{:02}{:02}\n\n{}\n",
            who.name().expect("a name"),
            who.email().expect("an address"),
            when.seconds(),
            offset / 60,
            offset % 60,
            message.trim_end()
        );
        let signed = format!("{text}{}", keys::signature(by, text.as_bytes()));
        let odb = self.git.odb().expect("the objects");
        let object = odb.write(ObjectType::Tag, signed.as_bytes()).expect("a tag");
        let before = self.tags.insert(name.to_owned(), object);
        assert!(before.is_none(), "two tags {name}");
    }

    fn packed(&self) -> Forged {
        let main = self.main.expect("commits");
        let mut builder = self.git.packbuilder().expect("a pack");
        builder.set_threads(1);
        let mut walk = self.git.revwalk().expect("a walk");
        walk.push(main).expect("the branch");
        builder.insert_walk(&mut walk).expect("all commits");
        let mut names = format!("{main} refs/heads/main\n");
        for (name, object) in &self.tags {
            builder.insert_object(*object, Some(name)).expect("a tag");
            names += &format!("{object} refs/tags/{name}\n");
        }
        let mut pack = git2::Buf::new();
        builder.write_buf(&mut pack).expect("a pack");
        Forged { pack: pack.to_vec(), names }
    }
}
