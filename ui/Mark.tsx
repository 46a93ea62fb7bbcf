/** The logo: a knot. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#c9442c" />
      <path
        d="M16 16c-3-6-10-6-10-1s7 7 10 1c3 6 10 4 10-1s-7-5-10 1Zm0 0-4 10m4-10 4 10"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
