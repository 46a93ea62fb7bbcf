import { Button, Radio, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Connection, Places, Proofs } from "../../../../src/http/api-types.ts";
import { showAnswer } from "../../../../ui/answer.ts";
import { ask, Problem, withQuery } from "../../../../ui/api.ts";
import { useWords } from "../../../../ui/language.tsx";
import { Loading } from "../../../../ui/Loading.tsx";
import { ProblemNotice } from "../../../../ui/ProblemNotice.tsx";
import { connectionPath, connectionQuery } from "../connection.ts";
import { connectionWords } from "../words.ts";
import { ChooseOne } from "./ChooseOne.tsx";
import { onlyStore, onlyTerminal, terminalsOf } from "./steps.ts";
import { startWords } from "./words.ts";

type Props = { saved: Connection | null; proofs: Proofs; goOn(): void };

/** C1: the contract, store and terminal, chosen by name. Saved, but not switched on yet. */
export function PlaceStep({ saved, proofs, goOn }: Props) {
  const words = useWords(startWords);
  const said = useWords(connectionWords);
  const ids = proofs.items.map(({ contractId }) => contractId);
  const known = ids.find((each) => each === saved?.contractId) ?? ids[0] ?? "";
  const [contractId, setContract] = useState(known);
  const [storeId, setStore] = useState(saved?.storeId ?? "");
  const [terminalId, setTerminal] = useState(saved?.terminalId ?? "");
  const [mode, setMode] = useState<Connection["mode"]>(saved?.mode ?? "standard");
  const [isAsked, setAsked] = useState(false);
  const client = useQueryClient();
  const { mutate: readPlaces, ...places } = useMutation({
    mutationFn: (of: string) => ask<Places>("GET", withQuery(`${connectionPath}/places`, { contractId: of })),
    onSuccess: ({ stores, terminals }) => {
      // If there is only one, it counts as chosen.
      const store = storeId === "" ? onlyStore(stores) : storeId;
      setStore(store);
      if (terminalId === "") setTerminal(onlyTerminal(terminals, store));
    },
  });
  useEffect(() => readPlaces(contractId), [readPlaces, contractId]);
  const save = useMutation({
    mutationFn: () =>
      ask<Connection>("PUT", connectionPath, {
        body: { contractId, storeId, terminalId, mode, enabled: false },
      }),
    onSuccess: ({ notice: _, ...now }) => {
      showAnswer(client, connectionQuery.queryKey, now);
      goOn();
    },
  });
  const isTaken = save.error instanceof Problem && save.error.code === "contract_taken";
  const { stores = [], terminals = [], unread = [] } = places.data ?? {};
  const why = (list: "stores" | "terminals") => unread.find((each) => each.list === list)?.detail;
  const press = () => {
    setAsked(true);
    if (storeId !== "" && terminalId !== "") save.mutate();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
      noValidate
    >
      <Stack gap="lg" align="flex-start">
        {ids.length > 1 ? (
          <ChooseOne
            label={words.contract}
            value={contractId}
            choose={(id) => {
              setContract(id);
              setStore("");
              setTerminal("");
            }}
            choices={ids.map((id) => ({ id, name: id, marks: [] }))}
          />
        ) : null}
        {places.isPending ? <Loading says={words.reading} /> : null}
        <ProblemNotice error={places.error} retry={() => readPlaces(contractId)} />
        {places.data === undefined || places.isPending ? null : (
          <>
            <ChooseOne
              label={words.store}
              says={words.storeSays}
              value={storeId}
              choose={(id) => {
                setStore(id);
                setTerminal(onlyTerminal(terminals, id));
              }}
              typed={why("stores")}
              error={isAsked && storeId === "" ? words.chooseStore : undefined}
              choices={stores.map(({ storeId: id, name, paused, warehouse, closesByHand }) => ({
                id,
                name,
                marks: [
                  ...(paused ? [words.marks.paused] : []),
                  ...(warehouse ? [words.marks.warehouse] : []),
                  ...(closesByHand ? [words.marks.closesByHand] : []),
                ],
              }))}
            />
            <ChooseOne
              label={words.terminal}
              says={words.terminalSays}
              value={terminalId}
              choose={setTerminal}
              typed={why("terminals")}
              empty={words.noTerminal}
              error={isTaken ? said.taken : isAsked && terminalId === "" ? words.chooseTerminal : undefined}
              choices={(storeId === "" ? [] : terminalsOf(terminals, storeId)).map(
                ({ terminalId: id, name, stopped, taken }) => ({
                  id,
                  name,
                  isDisabled: taken,
                  marks: [...(stopped ? [words.marks.stopped] : []), ...(taken ? [words.marks.taken] : [])],
                }),
              )}
            />
            <Radio.Group
              label={said.mode}
              value={mode}
              onChange={(value) => setMode(value === "assured" ? "assured" : "standard")}
            >
              <Stack gap="sm" mt={6}>
                <Radio value="standard" label={said.modes.standard} description={said.modeSays.standard} />
                <Radio value="assured" label={said.modes.assured} description={said.modeSays.assured} />
              </Stack>
            </Radio.Group>
            {isTaken ? null : <ProblemNotice error={save.error} />}
            <Button type="submit" loading={save.isPending}>
              {words.savePlace}
            </Button>
          </>
        )}
        {places.isPending ? null : (
          <Text size="sm" className="soft">
            {said.enabledHint}
          </Text>
        )}
      </Stack>
    </form>
  );
}
