//! Where models lie. Enters: what the user called the model. Leaves: a place that holds its files.
//! Never looks into a model's files.

use super::engine::Engine;
use crate::error::Error;
use std::{
    borrow::Cow,
    env,
    path::{Path, PathBuf},
};

/// Names of the models that are made for the program.
pub(super) const NAMES: [&str; 3] = ["fast", "default", "accurate"];

/// The variable that names the folder of the models.
const VARIABLE: &str = "UNRAVEL_MODELS";

/// The vocabulary that all of our models share.
static VOCABULARY: &str = include_str!("../../models/default/vocab.txt");

/// The model inside the program. Statics: a constant's 23 MB would stand wherever it is used.
static CONFIG: &[u8] = include_bytes!("../../models/default/config.json");
static ONNX: &[u8] = include_bytes!("../../models/default/model.onnx");
static RELATIONS: &[u8] = include_bytes!("../../models/default/relations.safetensors");

/// What holds the files of a model.
pub(super) enum Place {
    /// Inside the program.
    BuiltIn {
        /// Its `config.json`.
        config: &'static [u8],
        /// Its `model.onnx`.
        onnx: &'static [u8],
        /// Its `relations.safetensors`.
        relations: &'static [u8],
    },
    /// A folder.
    Folder(PathBuf),
}

impl Place {
    /// The model inside the program.
    pub(super) fn built_in() -> Self {
        Self::BuiltIn { config: CONFIG, onnx: ONNX, relations: RELATIONS }
    }

    /// The bytes of one of its files; the error names the file.
    pub(super) fn read(&self, file: &str) -> Result<Cow<'static, [u8]>, String> {
        match self {
            Self::BuiltIn { config, .. } if file == "config.json" => Ok(Cow::Borrowed(config)),
            Self::BuiltIn { onnx, .. } if file == "model.onnx" => Ok(Cow::Borrowed(onnx)),
            Self::BuiltIn { relations, .. } if file == super::pairs::FILE => {
                Ok(Cow::Borrowed(relations))
            }
            Self::BuiltIn { .. } => Err(format!("{file}: not inside the program")),
            Self::Folder(folder) => {
                std::fs::read(folder.join(file)).map(Cow::Owned).map_err(|e| format!("{file}: {e}"))
            }
        }
    }

    /// Its own `vocab.txt`, or the one that all of our models share.
    pub(super) fn vocabulary(&self) -> Result<Cow<'static, str>, String> {
        match self {
            Self::Folder(folder) if folder.join("vocab.txt").exists() => {
                std::fs::read_to_string(folder.join("vocab.txt"))
                    .map(Cow::Owned)
                    .map_err(|e| format!("vocab.txt: {e}"))
            }
            _ => Ok(Cow::Borrowed(VOCABULARY)),
        }
    }
}

/// Where a model lies that the user named, or whose folder the user gave. A name is a single
/// word; a folder of that name in the working directory is `./fast`.
pub(super) fn find(model: &str, engine: Engine) -> Result<Place, Error> {
    if model == "default" && engine.reads_onnx() {
        return Ok(Place::built_in());
    }
    find_in(model, &folders())
}

fn find_in(model: &str, folders: &[PathBuf]) -> Result<Place, Error> {
    let given = Path::new(model);
    let is_name = NAMES.contains(&model);
    if !is_name && (given.components().count() != 1 || given.is_dir()) {
        return Ok(Place::Folder(given.to_owned()));
    }
    let looked: Vec<PathBuf> = folders.iter().map(|folder| folder.join(model)).collect();
    if let Some(found) = looked.iter().find(|folder| folder.join("config.json").is_file()) {
        return Ok(Place::Folder(found.clone()));
    }
    let looked: Vec<String> = looked.iter().map(|folder| folder.display().to_string()).collect();
    let mut cause = format!(
        "not found; looked for the folders {}. Put the model's folder into one of these places, \
         set {VARIABLE} to the folder that holds it, or give its path",
        looked.join(", "),
    );
    if !is_name {
        cause += &format!(". Known names are {}", NAMES.join(", "));
    }
    Err(Error::Model { name: model.into(), cause })
}

/// Folders in which models are looked for, in this order, each once.
fn folders() -> Vec<PathBuf> {
    let program = env::current_exe().ok();
    let program = program.as_deref().and_then(Path::parent);
    let candidates = [
        env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from),
        program.map(|folder| folder.join("models")),
        program.and_then(Path::parent).map(|folder| folder.join("share/unravel/models")),
        Some(PathBuf::from("models")),
    ];
    let mut folders: Vec<PathBuf> = Vec::new();
    for folder in candidates.into_iter().flatten() {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_up_and_a_path_is_taken_as_it_is() {
        let root = tempfile::tempdir().unwrap();
        let folders = [root.path().join("first"), root.path().join("second")];
        let check = |model: &str, expected: Option<PathBuf>| {
            let found = find_in(model, &folders).ok().map(|place| match place {
                Place::Folder(folder) => folder,
                Place::BuiltIn { .. } => "built in".into(),
            });
            assert_eq!(found, expected, "{model}");
        };
        let add = |folder: &str| {
            std::fs::create_dir_all(root.path().join(folder)).unwrap();
            std::fs::write(root.path().join(folder).join("config.json"), "{}").unwrap();
        };
        check("fast", None);
        add("second/fast");
        check("fast", Some(root.path().join("second/fast")));
        add("first/fast");
        check("fast", Some(root.path().join("first/fast")));
        add("second/mine");
        check("mine", Some(root.path().join("second/mine")));
        check("./fast", Some("./fast".into()));
        check("no/such", Some("no/such".into()));
        let path = root.path().display().to_string();
        check(&path, Some(path.clone().into()));
    }

    #[test]
    fn a_missing_model_says_where_it_was_looked_for() {
        let folders = ["here".into(), "there".into()];
        let error = |model: &str| find_in(model, &folders).err().unwrap().to_string();
        let known = error("accurate");
        assert!(known.contains("here/accurate, there/accurate") && known.contains(VARIABLE));
        assert!(!known.contains("Known names"), "{known}");
        let unknown = error("acurate");
        assert!(unknown.contains("Known names are fast, default, accurate"), "{unknown}");
    }

    #[test]
    fn the_default_model_is_inside_the_program() {
        assert!(matches!(find("default", Engine::Rten), Ok(Place::BuiltIn { .. })));
    }
}
