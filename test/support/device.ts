import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const sha256 = (of: Buffer | string): Buffer => createHash("sha256").update(of).digest();
const text = (bytes: Buffer): string => bytes.toString("base64url");

// The part of CBOR that a passkey needs.
const cborText = (said: string): Buffer =>
  Buffer.concat([Buffer.from([0x60 + said.length]), Buffer.from(said)]);
function cborBytes(bytes: Buffer): Buffer {
  const head = bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255];
  return Buffer.concat([Buffer.from(head), bytes]);
}
const cborInt = (n: number): Buffer => Buffer.from([n >= 0 ? n : 0x20 - 1 - n]);
const cborMap = (...pairs: [Buffer, Buffer][]): Buffer =>
  Buffer.concat([Buffer.from([0xa0 + pairs.length]), ...pairs.flat()]);

/** What an answer contains that a true device would not send. */
export type Lie = {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  isVerified?: boolean;
  counter?: number;
  /** Changes the answer after it was signed. */
  change?: (answer: { authenticatorData: Buffer; signature: Buffer; clientData: Buffer }) => void;
};

/** A device with one passkey for tests: it signs whatever it is given. */
export function openDevice({ rpId, origin }: { rpId: string; origin: string }) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  let counter = 0;

  const clientDataOf = (type: string, challenge: string, lie: Lie): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: lie.type ?? type,
        challenge: lie.challenge ?? challenge,
        origin: lie.origin ?? origin,
        crossOrigin: false,
      }),
    );
  function headOf(flags: number, lie: Lie): Buffer {
    counter = lie.counter ?? counter + 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const verified = (lie.isVerified ?? true) ? 0x04 : 0;
    return Buffer.concat([sha256(lie.rpId ?? rpId), Buffer.from([0x01 | verified | flags]), count]);
  }
  const shown = { id: text(id), rawId: text(id), type: "public-key" as const, clientExtensionResults: {} };

  return {
    /** The answer to a challenge to make a passkey. */
    make({ challenge }: { challenge: string }, lie: Lie = {}) {
      const key = cborMap(
        [cborInt(1), cborInt(2)],
        [cborInt(3), cborInt(-7)],
        [cborInt(-1), cborInt(1)],
        [cborInt(-2), cborBytes(Buffer.from(x, "base64url"))],
        [cborInt(-3), cborBytes(Buffer.from(y, "base64url"))],
      );
      const head = headOf(0x40, { ...lie, counter: 0 });
      const data = Buffer.concat([head, Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
      const attestation = cborMap(
        [cborText("fmt"), cborText("none")],
        [cborText("attStmt"), cborMap()],
        [cborText("authData"), cborBytes(data)],
      );
      const clientDataJSON = text(clientDataOf("webauthn.create", challenge, lie));
      return { ...shown, response: { clientDataJSON, attestationObject: text(attestation) } };
    },
    /** The answer to a challenge to sign. */
    sign({ challenge }: { challenge: string }, lie: Lie = {}) {
      const clientData = clientDataOf("webauthn.get", challenge, lie);
      const authenticatorData = headOf(0, lie);
      const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(clientData)]), privateKey);
      lie.change?.({ authenticatorData, signature, clientData });
      return {
        ...shown,
        response: {
          clientDataJSON: text(clientData),
          authenticatorData: text(authenticatorData),
          signature: text(signature),
        },
      };
    },
  };
}
