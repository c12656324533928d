/** Lines as CSV (RFC 4180); what is `null` is an empty field. */
export function csvText(lines: readonly (readonly (string | number | null)[])[]): string {
  return lines.map((line) => line.map(csvField).join(",") + "\r\n").join("");
}

function csvField(value: string | number | null): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
