import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Product } from "../../../src/http/api-types.ts";
import { showAnswer } from "../../../ui/answer.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { Page } from "../../../ui/Page.tsx";
import { TextLink } from "../../frame/links.tsx";
import { words as frame } from "../../frame/words.ts";
import { productQuery } from "../parts/queries.ts";
import { productWords } from "../parts/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { registration } from "./form.ts";
import { ProductForm } from "./ProductForm.tsx";
import { editWords } from "./words.ts";

/** 商品登録. */
export default function NewProductPage() {
  const words = useWords(editWords);
  const product = useWords(productWords);
  const said = useWords(frame);
  const navigate = useNavigate();
  const client = useQueryClient();
  return (
    <Page
      help={<HelpLink topic="stock" />}
      title={said.newProduct}
      back={<TextLink to="/products">{product.toList}</TextLink>}
    >
      <ProductForm
        product={null}
        hasOrders={false}
        send={(values) => ask<Product>("POST", "/api/v1/products", { body: registration(values) })}
        done={(saved) => {
          showAnswer(client, productQuery(saved.id).queryKey, saved);
          notifications.show({ message: words.registered });
          void navigate({ to: "/products/$id", params: { id: saved.id } });
        }}
      />
    </Page>
  );
}
