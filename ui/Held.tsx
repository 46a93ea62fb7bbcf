import type { ReactNode } from "react";

/**
 * The fields of a form, disabled while it is being saved: anything entered then would not be saved, and would be lost silently when
 * the answer comes.
 */
export const Held = ({ isSaving, children }: { isSaving: boolean; children: ReactNode }) => (
  <fieldset className="held" role="presentation" disabled={isSaving}>
    {children}
  </fieldset>
);
