/** The words of `dir` and `robocopy` in one language, and how it writes figures and dates. */
export interface FolderLanguage {
  name: string;
  /** Between groups of three digits; null when they run together. */
  separator: string | null;
  date(local: Date): string;
  dir: {
    volume(drive: string): string;
    serial: string;
    heading: string;
    folder: string;
    files: string;
    bytes: string;
    total: string;
    folders: string;
    free: string;
  };
  robocopy: {
    title: string;
    source: string;
    columns: string;
    dirs: string;
    files: string;
    bytes: string;
    times: string;
    ended: string;
  };
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

function clock(local: Date): string {
  return `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}`;
}

const ENGLISH: FolderLanguage = {
  name: "english",
  separator: ",",
  date: (local) => {
    const hour = local.getUTCHours();
    const time = `${pad(hour % 12 === 0 ? 12 : hour % 12)}:${pad(local.getUTCMinutes())} ${hour < 12 ? "AM" : "PM"}`;
    return `${pad(local.getUTCMonth() + 1)}/${pad(local.getUTCDate())}/${local.getUTCFullYear()}  ${time}`;
  },
  dir: {
    volume: (drive) => ` Volume in drive ${drive} has no label.`,
    serial: " Volume Serial Number is ",
    heading: " Directory of ",
    folder: "<DIR>",
    files: "File(s)",
    bytes: "bytes",
    total: "     Total Files Listed:",
    folders: "Dir(s)",
    free: "bytes free",
  },
  robocopy: {
    title: "   ROBOCOPY     ::     Robust File Copy for Windows",
    source: "   Source : ",
    columns: "               Total    Copied   Skipped  Mismatch    FAILED    Extras",
    dirs: "    Dirs :",
    files: "   Files :",
    bytes: "   Bytes :",
    times: "   Times :",
    ended: "   Ended : Tuesday, March 12, 2024 4:04:33 PM",
  },
};

const PLAIN: FolderLanguage = { ...ENGLISH, name: "english-plain", separator: null };

const GERMAN: FolderLanguage = {
  name: "german",
  separator: ".",
  date: (local) =>
    `${pad(local.getUTCDate())}.${pad(local.getUTCMonth() + 1)}.${local.getUTCFullYear()}  ${clock(local)}`,
  dir: {
    volume: (drive) => ` Volume in Laufwerk ${drive}: hat keine Bezeichnung.`,
    serial: " Volumeseriennummer: ",
    heading: " Verzeichnis von ",
    folder: "<DIR>",
    files: "Datei(en),",
    bytes: "Bytes",
    total: "     Anzahl der angezeigten Dateien:",
    folders: "Verzeichnis(se),",
    free: "Bytes frei",
  },
  robocopy: {
    title: "   ROBOCOPY     ::     Robustes Dateikopieren für Windows",
    source: "      Quelle : ",
    columns: "            Insgesamt   KopiertÜbersprungenKeine Übereinstimmung    FEHLER    Extras",
    dirs: "Verzeich.:",
    files: "  Dateien:",
    bytes: "    Bytes:",
    times: "   Zeiten:",
    ended: "   Beendet: Dienstag, 12. März 2024 16:04:33",
  },
};

const FRENCH: FolderLanguage = {
  name: "french",
  separator: "\u00a0",
  date: (local) =>
    `${pad(local.getUTCDate())}/${pad(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}  ${clock(local)}`,
  dir: {
    volume: (drive) => ` Le volume dans le lecteur ${drive} n'a pas de nom.`,
    serial: " Le numéro de série du volume est ",
    heading: " Répertoire de ",
    folder: "<REP>",
    files: "fichier(s)",
    bytes: "octets",
    total: "     Total des fichiers listés :",
    folders: "Rép(s)",
    free: "octets libres",
  },
  robocopy: {
    title: "   ROBOCOPY     ::     Copie de fichiers robuste pour Windows",
    source: "   Source : ",
    columns: "               Total    Copié   Ignoré  Discordance    ÉCHEC    Extras",
    dirs: "    Rép :",
    files: "Fichiers :",
    bytes: " Octets :",
    times: "  Heures:",
    ended: "   Fin : mardi 12 mars 2024 16:04:33",
  },
};

export const FOLDER_LANGUAGES: readonly FolderLanguage[] = [ENGLISH, PLAIN, GERMAN, FRENCH];
