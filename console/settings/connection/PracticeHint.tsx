import { Alert, Button } from "@mantine/core";
import { useWords } from "../../../ui/language.tsx";
import { useSession } from "../../frame/session.ts";
import { practiceContract } from "./connection.ts";
import { connectionWords } from "./words.ts";

/** 練習モード: the values to enter for the local Smaregi; renders nothing otherwise. */
export function PracticeHint({ fill }: { fill(place: typeof practiceContract): void }) {
  const words = useWords(connectionWords);
  if (useSession().practice === null) return null;
  const { contractId, storeId, terminalId } = practiceContract;
  return (
    <Alert color="ai" variant="light">
      {words.practice(contractId, storeId, terminalId)}
      <Button mt="xs" size="xs" variant="default" display="block" onClick={() => fill(practiceContract)}>
        {words.practiceFill}
      </Button>
    </Alert>
  );
}
