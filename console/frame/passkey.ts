import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import { ask, Problem } from "../../ui/api.ts";
import { dictionary, readLanguage } from "../../ui/language.tsx";
import { askConfirmed } from "./confirmation.ts";

const words = dictionary({
  ja: {
    closed: "パスキーの操作が完了しませんでした。もう一度お試しください。",
    known: "この端末のパスキーは、すでに登録されています。",
  },
  en: {
    closed: "The passkey was not used. Try again.",
    known: "This device has a passkey here already.",
  },
});

/** Whether passkeys can be offered: browsers know them by a name, and not at a mere address. */
export const takesPasskeys = (): boolean =>
  browserSupportsWebAuthn() && !/^[\d.]+$|:/.test(location.hostname);

/** Has a device sign the challenge that our server gives at `path`; throws a Problem where nobody did. */
export async function signByPasskey(path: string): Promise<AuthenticationResponseJSON> {
  const optionsJSON = await ask<PublicKeyCredentialRequestOptionsJSON>("POST", path);
  try {
    return await startAuthentication({ optionsJSON });
  } catch (error) {
    throw told(error);
  }
}

/** Has a device make a passkey for whoever is signed in; throws a Problem where it did not. */
export async function makePasskey(): Promise<RegistrationResponseJSON> {
  const path = "/console/api/passkeys/challenge";
  const optionsJSON = await askConfirmed<PublicKeyCredentialCreationOptionsJSON>("POST", path);
  try {
    return await startRegistration({ optionsJSON });
  } catch (error) {
    throw told(error);
  }
}

function told(error: unknown): Problem {
  const { closed, known } = words[readLanguage()];
  const isKnown = error instanceof Error && error.name === "InvalidStateError";
  return new Problem(0, "passkey_closed", isKnown ? known : closed);
}
