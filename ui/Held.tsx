import type { ReactNode } from "react";

/**
 * The fields of a form, which take nothing while it is being saved: what was entered then would be in no save, and gone without a word
 * when its answer comes.
 */
export const Held = ({ isSaving, children }: { isSaving: boolean; children: ReactNode }) => (
  <fieldset className="held" role="presentation" disabled={isSaving}>
    {children}
  </fieldset>
);
