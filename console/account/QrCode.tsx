import encodeQR from "qr";

/** A QR code, drawn as one path. `label` describes it for screen readers. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows: boolean[][] = encodeQR(text, "raw", { ecc: "low", border: 3 });
  const path = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      width={200}
      height={200}
      shapeRendering="crispEdges"
      // Apps read dark on light, whatever the page's colours.
      style={{ background: "#fff", maxWidth: "100%", height: "auto" }}
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
