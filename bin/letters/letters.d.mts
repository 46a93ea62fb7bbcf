export function wordLetters(): string[];
export function commonLetters(): string[];
export function allLetters(): string[];
