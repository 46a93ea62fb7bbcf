import { Alert, Button, Modal, Stack, Text } from "@mantine/core";
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ParcelCheck } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { DayField } from "../../../ui/DayField.tsx";
import { download } from "../../../ui/download.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { common } from "../../../ui/words.ts";
import { TextLink } from "../../frame/links.tsx";
import type { Chosen } from "../list/chosen.ts";
import { filesWords } from "./words.ts";

/** Today in Japan, wherever the reader is. */
const today = (): string => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
const mostShown = 20;

const checkOptions = (chosen: Chosen, shipOn: string) =>
  queryOptions({
    queryKey: ["parcels", chosen, shipOn],
    queryFn: ({ signal }) =>
      ask<ParcelCheck>("POST", "/api/v1/order-files/b2-check", { body: { orders: chosen, shipOn }, signal }),
    enabled: shipOn !== "",
  });

/** B2クラウド's CSV of the chosen orders. Says beforehand what the carrier would refuse (W5). */
export function ParcelsCsv({ chosen, close }: { chosen: Chosen; close(): void }) {
  const words = useWords(filesWords);
  const said = useWords(common);
  const [shipOn, setShipOn] = useState(today);
  const { data: check, error } = useQuery(checkOptions(chosen, shipOn));
  const save = useMutation({
    mutationFn: () => download("/api/v1/order-files/b2", `b2-${shipOn}.csv`, { orders: chosen, shipOn }),
    onSuccess: close,
  });
  return (
    <Modal
      opened
      onClose={close}
      title={words.b2Title}
      size="lg"
      closeButtonProps={{ "aria-label": said.close }}
    >
      <Stack gap="sm">
        <Text size="sm">{words.b2Lead}</Text>
        <ProblemNotice error={error ?? save.error} />
        <DayField
          label={words.shipOn}
          value={shipOn}
          onChange={({ currentTarget }) => setShipOn(currentTarget.value)}
        />
        {check === undefined ? (
          error === null && <Text size="sm">{words.checking}</Text>
        ) : (
          <Checked check={check} />
        )}
        <Button
          loading={save.isPending}
          disabled={check === undefined || check.parcels === 0}
          onClick={() => save.mutate()}
        >
          {words.download}
        </Button>
      </Stack>
    </Modal>
  );
}

function Checked({ check: { parcels, doubtful } }: { check: ParcelCheck }) {
  const words = useWords(filesWords);
  const { list } = useFormats();
  return (
    <>
      <Text size="sm">{words.parcels(parcels)}</Text>
      {doubtful.length === 0 ? null : (
        <Alert color="yellow" variant="light" title={words.doubtful(doubtful.length)}>
          <ul className="plain">
            {doubtful.slice(0, mostShown).map(({ number, doubts }) => (
              <li key={number}>
                <span className="figures">{number}</span>{" "}
                {list(doubts.map(({ column, why }) => `${column} ${words.whys[why]}`))}
              </li>
            ))}
          </ul>
          <TextLink to="/settings/shop" underline="always" size="sm">
            {words.toSettings}
          </TextLink>
        </Alert>
      )}
    </>
  );
}
