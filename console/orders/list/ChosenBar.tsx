import { Button, Group, Menu, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import type { OrderJob } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { uniqueId } from "../../../ui/unique.ts";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { common } from "../../../ui/words.ts";
import { useMay } from "../../frame/session.ts";
import { orderWords } from "../parts/words.ts";
import { PaperMenu } from "../files/PaperMenu.tsx";
import type { OrderSearch } from "../search.ts";
import type { Chosen } from "./chosen.ts";
import { listWords } from "./words.ts";

type Action = { kind: "work"; payment?: string; shipping?: string } | { kind: "send" };
type Props = {
  chosen: Chosen;
  /** The list's present search. */
  search: OrderSearch;
  /** The numbers of the chosen orders; null: all orders of the search. */
  numbers: string[] | null;
  /** The number of chosen orders; null: all orders of the search, however many. */
  count: number | null;
  /** Chooses all orders of the search; null if all are already chosen. */
  chooseAll: (() => void) | null;
  clear(): void;
  begun(jobId: string): void;
};

/** The actions for the chosen orders (W3). */
export function ChosenBar({ chosen, search, numbers, count, chooseAll, clear, begun }: Props) {
  const words = useWords(listWords);
  const said = useWords(common);
  const order = useWords(orderWords);
  const confirm = useConfirm();
  const maySend = useMay("link.repair");
  // If the answer to a press was lost, the next press sends the same job.
  const press = useRef({ key: "", id: "" });
  const begin = useMutation({
    mutationFn: (action: Action) => {
      const key = JSON.stringify([chosen, action]);
      if (press.current.key !== key) press.current = { key, id: uniqueId() };
      const body = { id: press.current.id, orders: chosen, action };
      return ask<OrderJob>("POST", "/api/v1/order-jobs", { body });
    },
    onSuccess: ({ id }) => {
      press.current = { key: "", id: "" };
      begun(id);
    },
  });
  const start = async (action: Action, does: string) => {
    // A few orders can be reset by hand; all orders of a search are too many to check.
    const isSure =
      count !== null || (await confirm({ title: words.allTitle, says: words.allSays(does), does }));
    if (isSure) begin.mutate(action);
  };
  const step = (axis: "payment" | "shipping", value: keyof typeof order.steps) => {
    const does = words.makeIt(order.steps[value]);
    return (
      <Menu.Item key={value} onClick={() => void start({ kind: "work", [axis]: value }, does)}>
        {does}
      </Menu.Item>
    );
  };
  const label = count === null ? words.allChosen : said.selected(count);
  return (
    <div className="chosen-bar">
      <Group gap="xs" role="toolbar" aria-label={label}>
        <Text size="sm" fw={600} aria-live="polite">
          {label}
        </Text>
        {chooseAll === null ? null : (
          <Button size="xs" variant="subtle" onClick={chooseAll}>
            {words.chooseAll}
          </Button>
        )}
        <Button
          size="xs"
          loading={begin.isPending}
          onClick={() => void start({ kind: "work", shipping: "shipped" }, words.makeIt(order.steps.shipped))}
        >
          {words.makeIt(order.steps.shipped)}
        </Button>
        <Menu>
          <Menu.Target>
            <Button
              size="xs"
              variant="default"
              disabled={begin.isPending}
              rightSection={<IconChevronDown size={14} aria-hidden />}
            >
              {words.change}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {step("payment", "paid")}
            {step("payment", "unpaid")}
            <Menu.Divider />
            {step("shipping", "preparing")}
            {step("shipping", "shipped")}
            {step("shipping", "unshipped")}
          </Menu.Dropdown>
        </Menu>
        <PaperMenu chosen={chosen} numbers={numbers} search={search} />
        {maySend ? (
          <Button
            size="xs"
            variant="default"
            disabled={begin.isPending}
            onClick={() => void start({ kind: "send" }, words.sendAgain)}
          >
            {words.sendAgain}
          </Button>
        ) : null}
        <Button size="xs" variant="subtle" onClick={clear}>
          {words.clearChosen}
        </Button>
      </Group>
      <ProblemNotice error={begin.error} />
    </div>
  );
}
