/** Plain English for figures. Pure, locale-free: the same case says the same everywhere. */

/** `1 thread`, `72 threads`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;
}

/** `3 min 11 s`, `15 ms`, `5 h 28 min`. */
export function duration(seconds: number): string {
  if (Math.abs(seconds) < 1) return `${Math.round(seconds * 1000)} ms`;
  const total = Math.round(seconds);
  const days = Math.floor(total / 86400);
  const hours = Math.floor((total % 86400) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  if (minutes > 0) return `${minutes} min ${total % 60} s`;
  return `${total} s`;
}

/** `80 GB`, `912 MB`, in powers of ten as disk tools and people say it. */
export function bytes(size: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit]}`;
}

/** `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** `09:28:51 UTC` of an ISO instant. */
export function clock(instant: string): string {
  return `${instant.slice(11, 19)} UTC`;
}

/** The text with a capital in front, as a sentence begins. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
