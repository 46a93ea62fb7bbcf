import { Button, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Product, Variation } from "../../../src/http/api-types.ts";
import { Problem } from "../../../ui/api.ts";
import { fieldErrors } from "../../../ui/fields.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { common } from "../../../ui/words.ts";
import { useMay } from "../../frame/session.ts";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { BasicFields } from "./BasicFields.tsx";
import { problemsIn } from "./check.ts";
import { newProduct, valuesOf, type ProductValues } from "./form.ts";
import { PatternField } from "./PatternField.tsx";
import { Questions } from "./Questions.tsx";
import { VariationTable } from "./VariationTable.tsx";
import { editWords } from "./words.ts";

type Props = {
  /** The saved product; null for a new one. */
  product: Product | null;
  hasOrders: boolean;
  /** Sends it; returns the saved product. */
  send(values: ProductValues, initial: ProductValues): Promise<Product>;
  done(product: Product): void;
  why?(variation: Variation): void;
};

const hasField = (path: string): boolean =>
  /^(name|productCode|price|taxRate|variationPattern|variations|questions)$|^variations\[\d+\]\.(name|productCode|janCode|price|smaregiProductId|quantity)$|^questions\[\d+\]\.(name|choices)/.test(
    path,
  );

/** Focuses the first field with an error. Its row may only be rendered now. */
function showErrors(errors: Record<string, unknown>): void {
  const [first] = Object.keys(errors);
  if (first === undefined) return;
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-path="${first}"]`)?.focus());
}

/** The form of a new or existing product. Each error is shown beside its field, and no input is lost. */
export function ProductForm({ product, hasOrders, send, done, why }: Props) {
  const words = useWords(editWords);
  const said = useWords(common);
  const mayEdit = useMay("products.edit");
  const [initial, setInitial] = useState(() => (product === null ? newProduct() : valuesOf(product)));
  const [isPatternLocked, lockPattern] = useState(hasOrders);
  const form = useForm<ProductValues>({
    initialValues: initial,
    validate: (values) => problemsIn(values, words.check),
  });
  const isSaved = useRef(false);
  useLeaveGuard(() => form.isDirty() && !isSaved.current);

  const fill = (values: ProductValues) => {
    setInitial(values);
    form.setInitialValues(values);
    form.setValues(values);
    form.resetDirty(values);
  };
  const isDirty = form.isDirty();
  useEffect(() => {
    // Changes by others are shown at once, but never replace unsaved input.
    if (product !== null && !isDirty) fill(valuesOf(product));
    // oxlint-disable-next-line react/exhaustive-deps -- only a newer product fills the form anew
  }, [product]);

  const saving = useMutation({
    mutationFn: (values: ProductValues) => send(values, initial),
    onSuccess: (saved) => {
      isSaved.current = product === null;
      fill(valuesOf(saved));
      done(saved);
    },
    onError: (error) => {
      const errors = fieldErrors(error);
      if (error instanceof Problem && error.code === "pattern_locked") {
        lockPattern(true);
        form.setFieldValue("variationPattern", initial.variationPattern);
      }
      form.setErrors(errors);
    },
  });
  const { error: refused } = saving;
  useEffect(() => {
    // Only when the fields can take the focus again.
    if (refused !== null) showErrors(fieldErrors(refused));
  }, [refused]);
  return (
    <form onSubmit={form.onSubmit((values) => saving.mutate(values), showErrors)} noValidate>
      <Held isSaving={saving.isPending}>
        <Stack gap="lg">
          <ProblemNotice error={saving.error} shownPaths={hasField} />
          <BasicFields form={form} />
          <Section title={words.variations}>
            <PatternField form={form} isNew={product === null} isLocked={isPatternLocked || hasOrders} />
            <VariationTable form={form} initial={initial} product={product} why={why ?? (() => {})} />
            {form.values.variationPattern === "pattern2" ? <Questions form={form} /> : null}
          </Section>
          {mayEdit ? (
            <Group className="save-bar" justify="space-between">
              <Text size="sm" className="soft" role="status">
                {isDirty && product !== null ? words.unsavedChanges : ""}
              </Text>
              <Group gap="xs">
                {isDirty && product !== null ? (
                  <Button variant="subtle" onClick={() => fill(valuesOf(product))}>
                    {words.discard}
                  </Button>
                ) : null}
                <Button type="submit" loading={saving.isPending}>
                  {product === null ? words.register : said.save}
                </Button>
              </Group>
            </Group>
          ) : null}
        </Stack>
      </Held>
    </form>
  );
}
