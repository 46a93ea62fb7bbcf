import { Badge, Button, Group, NativeSelect, Paper, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { LinkItem, LinksApplied } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { TextLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { itemQuery, type ItemSearch } from "./search.ts";
import { linkingWords } from "./words.ts";

type Candidate = LinkItem["candidates"][number];
type Props = { runId: string; show: NonNullable<ItemSearch["show"]> };

/** The proposals of one class: our product, the reason, Smaregi's product, the new quantity, and the button that links them. */
export function Items({ runId, show }: Props) {
  const words = useWords(linkingWords);
  const list = useList(
    listOptions<LinkItem>(["links", "items", runId], `/api/v1/link-runs/${runId}/items`, itemQuery(show)),
  );
  const [chosen, choose] = useState<ReadonlyMap<string, string>>(new Map());
  const candidateOf = (item: LinkItem): Candidate | undefined =>
    item.candidates.find(({ smaregiProductId }) => smaregiProductId === chosen.get(item.variationId)) ??
    item.candidates[0];
  const pick = (item: LinkItem, id: string) => choose(new Map(chosen).set(item.variationId, id));
  const columns = useItemColumns({ runId, candidateOf, pick });
  return (
    <Paper>
      <ProblemNotice error={list.error} retry={list.retry} />
      {list.error === null || list.rows.length > 0 ? (
        <DataTable
          label={words.items}
          columns={columns}
          of={({ variationId }) => variationId}
          empty={words.none}
          {...list}
        />
      ) : null}
    </Paper>
  );
}

type With = {
  runId: string;
  candidateOf(item: LinkItem): Candidate | undefined;
  pick(item: LinkItem, smaregiProductId: string): void;
};

const nameOf = ({ productName, variationName }: LinkItem): string =>
  variationName === "" ? productName : `${productName} ${variationName}`;

function useItemColumns({ runId, candidateOf, pick }: With): Column<LinkItem>[] {
  const words = useWords(linkingWords);
  const { yen, number } = useFormats();
  const count = (value: number | null) => (value === null ? "–" : number(value));
  const rate = (value: number | null) => (value === null ? "" : ` (${value}%)`);
  return [
    {
      title: words.ours,
      cell: (item) => (
        <Stack gap={0}>
          <TextLink to="/products/$id" params={{ id: item.productId }}>
            {nameOf(item)}
          </TextLink>
          <Text size="sm" className="soft">
            {[item.janCode, item.productCode, `${yen(item.price)}${rate(item.taxRate)}`]
              .filter((part) => part !== null)
              .join(" ・ ")}
          </Text>
        </Stack>
      ),
    },
    {
      title: words.why,
      cell: (item) => {
        const candidate = candidateOf(item);
        if (candidate === undefined) return null;
        return (
          <Group gap={4}>
            {candidate.reasons.map((reason) => (
              <Badge key={reason} color="ai" variant="light">
                {words.reasons[reason]}
              </Badge>
            ))}
            {candidate.warnings.map((warning) => (
              <Badge key={warning} color="shu" variant="light">
                {words.warnings[warning]}
              </Badge>
            ))}
          </Group>
        );
      },
    },
    {
      title: words.theirs,
      cell: (item) => {
        const candidate = candidateOf(item);
        if (candidate === undefined) return null;
        const { smaregiProductId: id, name, productCode, price, taxRate } = candidate;
        return (
          <Stack gap={0}>
            {item.candidates.length > 1 && item.state === "proposed" ? (
              <NativeSelect
                size="xs"
                aria-label={`${words.choose}: ${nameOf(item)}`}
                value={id}
                onChange={(event) => pick(item, event.currentTarget.value)}
                data={item.candidates.map((each) => ({
                  value: each.smaregiProductId,
                  label: `${each.name ?? each.smaregiProductId} (${each.smaregiProductId})`,
                }))}
              />
            ) : (
              <Text>{name ?? id}</Text>
            )}
            <Text size="sm" className="soft">
              {[id, productCode, price === null ? null : `${yen(price)}${rate(taxRate)}`]
                .filter((part) => part !== null)
                .join(" ・ ")}
            </Text>
          </Stack>
        );
      },
    },
    {
      title: words.numbers,
      isNumber: true,
      width: "7rem",
      cell: (item) => {
        const candidate = candidateOf(item);
        return candidate === undefined
          ? count(item.quantityNow)
          : `${count(item.quantityNow)} → ${count(candidate.quantityThen)}`;
      },
    },
    {
      title: "",
      width: "7.5rem",
      cell: (item) => {
        const candidate = candidateOf(item);
        return candidate === undefined ? null : <Take runId={runId} item={item} candidate={candidate} />;
      },
    },
  ];
}

/** Links one variation with the product beside it, because a person has checked it. */
function Take({ runId, item, candidate }: { runId: string; item: LinkItem; candidate: Candidate }) {
  const words = useWords(linkingWords);
  const client = useQueryClient();
  const mayRun = useMay("products.bulk");
  const take = useMutation({
    mutationFn: () =>
      ask<LinksApplied>("POST", `/api/v1/link-runs/${runId}/apply`, {
        body: {
          links: [{ variationId: item.variationId, smaregiProductId: candidate.smaregiProductId }],
          takesZeros: true,
        },
      }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["links"] }),
  });
  if (item.state === "applied") return <Badge color="green">{words.taken}</Badge>;
  if (!mayRun) return null;
  const [skipped] = take.data?.skipped ?? [];
  return (
    <Stack gap={4}>
      <Button
        size="xs"
        variant="light"
        loading={take.isPending}
        aria-label={`${words.take}: ${nameOf(item)}`}
        onClick={() => take.mutate()}
      >
        {words.take}
      </Button>
      {skipped === undefined ? null : (
        <Text size="sm" role="status">
          {words.skips[skipped.reason]}
        </Text>
      )}
      <ProblemNotice error={take.error} />
    </Stack>
  );
}
