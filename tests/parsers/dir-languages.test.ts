import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { read, reportOf } from "../support/reading";

const sizeOf = (block: Block | undefined): ReportOf<"folder-size"> => reportOf(block, "dir", "folder-size");

const TOTAL = {
  kind: "folder-size",
  tool: "dir",
  path: "C:\\Sites\\Temp",
  sizeBytes: 1200502569,
  files: 2,
  folders: 5,
  freeBytes: 41000206336,
  complete: true,
  line: 4,
  sizeLine: 20,
};

/** The same listing as another language prints it. */
function translated(words: {
  volume: string;
  serial: string;
  heading: (path: string) => string;
  file: string;
  bytes: string;
  title: string;
  folder: string;
  free: string;
  separator: string;
  date: string;
  time: (clock: string) => string;
}): string {
  const size = (bytes: number): string => String(bytes).replace(/\B(?=(\d{3})+$)/g, words.separator);
  const row = (what: string): string => `${words.date}  ${words.time("16:02")}${what}`;
  const files = (count: number, bytes: number): string =>
    `               ${count}${words.file} ${size(bytes).padStart(15)}${words.bytes}`;
  return [
    words.volume,
    words.serial,
    "",
    words.heading("C:\\Sites\\Temp"),
    "",
    row("    <DIR>          ."),
    row("    <DIR>          .."),
    row("    <DIR>          root"),
    row(`${size(2559).padStart(18)} hash.web`),
    files(1, 2559),
    "",
    words.heading("C:\\Sites\\Temp\\root"),
    "",
    row("    <DIR>          ."),
    row("    <DIR>          .."),
    row(`${size(1200500010).padStart(18)} App_Web_k2x.dll`),
    files(1, 1200500010),
    "",
    words.title,
    files(2, 1200502569),
    `               5${words.folder} ${size(41000206336)}${words.free}`,
    "",
  ].join("\r\n");
}

const clock = (text: string): string => text;

const LANGUAGES = {
  German: translated({
    volume: " Datenträger in Laufwerk C: ist System",
    serial: " Volumeseriennummer: F0D2-A330",
    heading: (path) => ` Verzeichnis von ${path}`,
    file: " Datei(en),",
    bytes: " Bytes",
    title: "     Anzahl der angezeigten Dateien:",
    folder: " Verzeichnis(se),",
    free: " Bytes frei",
    separator: ".",
    date: "12.03.2024",
    time: clock,
  }),
  French: translated({
    volume: " Le volume dans le lecteur C n'a pas de nom.",
    serial: " Le numéro de série du volume est F0D2-A330",
    heading: (path) => ` Répertoire de ${path}`,
    file: " fichier(s)",
    bytes: " octets",
    title: "     Total des fichiers listés :",
    folder: " Rép(s) ",
    free: " octets libres",
    separator: "\u00a0",
    date: "12/03/2024",
    time: clock,
  }),
  Spanish: translated({
    volume: " El volumen de la unidad C no tiene etiqueta.",
    serial: " El número de serie del volumen es: F0D2-A330",
    heading: (path) => ` Directorio de ${path}`,
    file: " archivos ",
    bytes: " bytes",
    title: "     Total de archivos en la lista:",
    folder: " dirs ",
    free: " bytes libres",
    separator: ".",
    date: "12/03/2024",
    time: clock,
  }),
  Italian: translated({
    volume: " Il volume nell'unità C non ha etichetta.",
    serial: " Numero di serie del volume: F0D2-A330",
    heading: (path) => ` Directory di ${path}`,
    file: " File ",
    bytes: " byte",
    title: "     Totale file elencati:",
    folder: " Directory ",
    free: " byte disponibili",
    separator: ".",
    date: "12/03/2024",
    time: clock,
  }),
  Dutch: translated({
    volume: " De volumenaam van station C is Windows",
    serial: " Het volumenummer is F0D2-A330",
    heading: (path) => ` Map van ${path}`,
    file: " bestand(en)",
    bytes: " bytes",
    title: "     Totaal aantal weergegeven bestanden:",
    folder: " map(pen) ",
    free: " bytes beschikbaar",
    separator: ".",
    date: "12-03-2024",
    time: clock,
  }),
  Swedish: translated({
    volume: " Volymen i enhet C har ingen etikett.",
    serial: " Volymens serienummer är F0D2-A330",
    heading: (path) => ` Innehåll i katalogen ${path}`,
    file: " fil(er)",
    bytes: " byte",
    title: "     Totalt antal filer:",
    folder: " katalog(er) ",
    free: " byte ledigt",
    separator: "\u00a0",
    date: "2024-03-12",
    time: clock,
  }),
  Portuguese: translated({
    volume: " O volume na unidade C não tem nome.",
    serial: " O Número de Série do Volume é F0D2-A330",
    heading: (path) => ` Pasta de ${path}`,
    file: " arquivo(s)",
    bytes: " bytes",
    title: "     Total de Arquivos na Lista:",
    folder: " pasta(s) ",
    free: " bytes disponíveis",
    separator: ".",
    date: "12/03/2024",
    time: clock,
  }),
  Japanese: translated({
    volume: " ドライブ C のボリューム ラベルがありません。",
    serial: " ボリューム シリアル番号は F0D2-A330 です",
    heading: (path) => ` ${path.replaceAll("\\", "¥")} のディレクトリ`,
    file: " 個のファイル",
    bytes: " バイト",
    title: "     ファイルの総数:",
    folder: " 個のディレクトリ ",
    free: " バイトの空き領域",
    separator: ",",
    date: "2024/03/12",
    time: clock,
  }),
  Chinese: translated({
    volume: " 驱动器 C 中的卷没有标签。",
    serial: " 卷的序列号是 F0D2-A330",
    heading: (path) => ` ${path} 的目录`,
    file: " 个文件",
    bytes: " 字节",
    title: "     所列文件总数:",
    folder: " 个目录",
    free: " 可用字节",
    separator: ",",
    date: "2024/03/12",
    time: clock,
  }),
  Korean: translated({
    volume: " C 드라이브의 볼륨에는 이름이 없습니다.",
    serial: " 볼륨 일련 번호: F0D2-A330",
    heading: (path) => ` ${path} 디렉터리`,
    file: "개 파일",
    bytes: " 바이트",
    title: "     전체 파일:",
    folder: "개 디렉터리",
    free: " 바이트 남음",
    separator: ",",
    date: "2024-03-12",
    time: (text) => `오후 ${text}`,
  }),
  Russian: translated({
    volume: " Том в устройстве C не имеет метки.",
    serial: " Серийный номер тома: F0D2-A330",
    heading: (path) => ` Содержимое папки ${path}`,
    file: " файлов",
    bytes: " байт",
    title: "     Всего файлов:",
    folder: " папок ",
    free: " байт свободно",
    separator: "\u00a0",
    date: "12.03.2024",
    time: clock,
  }),
  "Swiss German": translated({
    volume: " Volume in Laufwerk C: hat keine Bezeichnung.",
    serial: " Volumeseriennummer: F0D2-A330",
    heading: (path) => ` Verzeichnis von ${path}`,
    file: " Datei(en),",
    bytes: " Bytes",
    title: "     Anzahl der angezeigten Dateien:",
    folder: " Verzeichnis(se),",
    free: " Bytes frei",
    separator: "’",
    date: "12.03.2024",
    time: clock,
  }),
};

test.each(Object.entries(LANGUAGES))("%s is read by its shape, with and without the command", (_language, text) => {
  const blocks = read(text);
  expect(blocks.map(({ parser, outcome, unread }) => [parser, outcome, unread])).toEqual([["dir", "read", []]]);
  expect(sizeOf(blocks[0])).toEqual(TOTAL);
  expect(sizeOf(read(`C:\\>dir /s C:\\Sites\\Temp\n${text}`)[0])).toEqual({ ...TOTAL, line: 5, sizeLine: 21 });
});

test.each(Object.entries(LANGUAGES))("%s with collapsed white space gives the same total", (_language, text) => {
  const whole = sizeOf(read(text)[0]);
  const collapsed = text.replace(/[ \u00a0]+/g, " ").replace(/^ /gm, "");
  expect(sizeOf(read(collapsed)[0])).toEqual(whole);
});

test("cut anywhere, the size is never above the total and only a total is called complete", () => {
  for (const text of [LANGUAGES.French, LANGUAGES.German, LANGUAGES.Russian]) {
    for (let length = 200; length < text.length; length += 3) {
      const report = read(text.slice(0, length))[0]?.report;
      if (report?.kind !== "folder-size") continue;
      expect(report.sizeBytes).toBeLessThanOrEqual(1200502569);
      if (report.complete) expect(report.sizeBytes).toBe(1200502569);
    }
  }
});
