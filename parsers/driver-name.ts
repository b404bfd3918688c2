/** `\Driver\disk`, whatever a page did to its back-slashes (doubled them, or ate the first). */
export function plainDriverName(printed: string): string {
  const name = printed
    .trim()
    .replace(/[¥₩]/g, "\\")
    .replace(/\\{2,4}/g, "\\");
  return name.startsWith("\\") ? name : `\\${name}`;
}
