import { Text } from "@mantine/core";
import type { Delivery } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { receiverWords } from "./words.ts";

/** The tries of a delivery, folded: when, the receiver's answer, and the duration; and the time of the next one. */
export function Tries({ delivery }: { delivery: Pick<Delivery, "tries" | "nextAt"> }) {
  const words = useWords(receiverWords);
  const { moment, duration } = useFormats();
  const { tries, nextAt } = delivery;
  return (
    <>
      {nextAt === null ? null : (
        <Text size="sm" className="soft">
          {words.nextAt(moment(nextAt))}
        </Text>
      )}
      {tries.length === 0 ? null : (
        <details>
          <summary>{words.tries(tries.length)}</summary>
          <ol className="tries">
            {tries.map(({ at, status, error, ms }) => (
              <li key={at}>
                {moment(at)} · {error ?? (status === undefined ? words.arrived : `HTTP ${status}`)} ·{" "}
                {duration(ms)}
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}
