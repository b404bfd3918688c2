import { commonFolder } from "./windows-path";

/** A figures row: `2 File(s)  1,202,548 bytes`. */
export interface Figures {
  count: string;
  size: string;
  /** The words around the size; equal for rows of the same kind, in every language. */
  label: string;
  line: number;
  /** True when a title (`Total Files Listed:`) stood right above. */
  titled: boolean;
  /** True when it follows the row before it without anything but noise between. */
  adjacent: boolean;
}

export interface ListingTotal {
  line: number;
  /** Folder that holds everything listed; the first one when the listing began there. */
  root: string | null;
  /** True when nothing seems to be missing at the start. */
  whole: boolean;
  sizeBytes: number | null;
  files: number | null;
  folders: number | null;
  freeBytes: number | null;
  sizeLine: number;
  complete: boolean;
}

function plain(text: string): number {
  return Number(text.replace(/\D/g, ""));
}

/**
 * Adds up a `dir` listing row by row, in constant memory.
 *
 * Some languages separate thousands with a blank, and a blank also stands between a size and a
 * name (`1 234 notes.txt`), so sizes are summed both ways until the listing shows which holds.
 */
export class ListingSums {
  closed = false;
  /** Set when a folder could not be listed. */
  lacking = false;
  /** Set when rows were left out. */
  elided = false;
  /** Words of the rows that sum up files. */
  private filesLabel: string | null = null;
  private firstLine: number | null = null;
  private firstPath: string | null = null;
  private shared: string | null = null;
  /** Rows stand above the first heading, so that the first folder is none of those named. */
  private headless = false;
  private folderRows = 0;
  private subFolders = 0;
  /** Rows since the last figures row. */
  private open = { files: 0, bytes: 0, bytesBlankless: 0, any: false, line: 0 };
  private blankSeparates = true;
  /** Sums of the figures rows that belong to one folder each. */
  private closedFiles = 0;
  private closedBytes = 0;
  private foldersClosed = 0;
  private last: (Figures & { own: boolean }) | null = null;
  private folderFigures: Figures | null = null;

  get started(): boolean {
    return this.firstLine !== null;
  }

  heading(path: string, line: number): void {
    this.commit();
    this.firstLine ??= line;
    this.firstPath ??= path;
    this.shared = this.shared === null ? path : (commonFolder(this.shared, path) ?? this.shared);
    this.open.any = true;
  }

  entry(size: string | null, name: string, line: number): void {
    this.commit();
    this.firstLine ??= line;
    this.headless ||= this.firstPath === null;
    this.open.any = true;
    this.open.line = line;
    if (size === null) {
      this.folderRows++;
      if (!/^\.{1,2}$/.test(name.trim())) this.subFolders++;
      return;
    }
    if (/[.,']|\d{4}/.test(size)) this.blankSeparates = false;
    this.open.files++;
    this.open.bytes += plain(size);
    this.open.bytesBlankless += plain(size.split(" ")[0] ?? size);
  }

  /** Rows were left out: what follows need not belong to the folder at hand. */
  elide(): void {
    this.elided = true;
    this.commit();
    this.open = { files: 0, bytes: 0, bytesBlankless: 0, any: false, line: 0 };
  }

  figures(row: Figures): void {
    this.firstLine ??= row.line;
    const { last } = this;
    if (this.open.any) this.filesLabel ??= row.label;
    // With the row above left out, only its words tell the folders' row.
    if (this.elided && !last && !this.open.any && row.label !== this.filesLabel) {
      this.folderFigures = row;
      this.closed = true;
      return;
    }
    // A row of another kind right below a files row counts the folders, and ends the listing.
    if (last && row.adjacent && last.label !== row.label && !row.titled) {
      this.folderFigures = row;
      this.closed = true;
      return;
    }
    this.commit();
    this.last = { ...row, own: this.open.any };
    this.open = { files: 0, bytes: 0, bytesBlankless: 0, any: false, line: 0 };
  }

  /** Files the last files row under the folder it belongs to. */
  private commit(): void {
    if (!this.last) return;
    this.closedFiles += plain(this.last.count);
    this.closedBytes += plain(this.last.size);
    this.foldersClosed++;
    this.last = null;
  }

  total(recursive: boolean): ListingTotal | null {
    if (this.firstLine === null) return null;
    const { last } = this;
    // Only the grand total stands under a title, or below another folder's figures without rows between.
    const grand = last !== null && (last.titled || (!last.own && (this.foldersClosed > 0 || recursive)));
    const folders = this.folderFigures ? plain(this.folderFigures.count) : null;
    const common = {
      line: this.firstLine,
      freeBytes: this.folderFigures ? plain(this.folderFigures.size) : null,
    };
    if (last && grand) {
      const files = plain(last.count);
      const whole = files === this.closedFiles && this.foldersClosed > 0 && (folders ?? 0) <= this.folderRows;
      return {
        ...common,
        root: this.headless ? null : this.firstPath,
        whole,
        sizeBytes: plain(last.size),
        files,
        folders,
        sizeLine: last.line,
        complete: !this.lacking,
      };
    }
    this.commit();
    const bytes = this.closedBytes + (this.blankSeparates ? this.open.bytes : this.open.bytesBlankless);
    const files = this.closedFiles + this.open.files;
    if (this.foldersClosed === 0 && !this.open.any) return null;
    const alone = this.closed && !recursive && this.subFolders === 0 && folders === 2 && last?.own === true;
    return {
      ...common,
      root: this.shared,
      whole: true,
      sizeBytes: bytes,
      files,
      folders: folders ?? this.folderRows,
      sizeLine: last?.line ?? (this.open.line || this.firstLine),
      complete: alone && this.foldersClosed === 1 && !this.lacking,
    };
  }
}
