import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { SignInByLink } from "./account/SignInByLink.tsx";
import { Broken, NotFound } from "./frame/NotFound.tsx";
import { Shell } from "./frame/Shell.tsx";
import { readIncidentSearch } from "./incidents/search.ts";
import { readPlanSearch } from "./orders/plans/search.ts";
import { readPrintSearch } from "./orders/print/search.ts";
import { readListSearch, readOrderSearch } from "./orders/search.ts";
import { readItemSearch } from "./products/linking/search.ts";
import { readProductSearch } from "./products/search.ts";
import { readAuditSearch } from "./settings/audit/search.ts";
import { readConnectionSearch } from "./settings/connection/search.ts";
import { readLogSearch } from "./settings/log/search.ts";

const root = createRootRoute({ component: Outlet });
const signIn = createRoute({ getParentRoute: () => root, path: "/sign-in", component: SignInByLink });
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });

/** A page inside the frame; its code is loaded when it is first opened. */
const page = <const Path extends string, Module extends { [name in "default"]: () => React.ReactNode }>(
  path: Path,
  load: () => Promise<Module>,
) => createRoute({ getParentRoute: () => shell, path, component: lazyRouteComponent(load) });

const products = createRoute({
  getParentRoute: () => shell,
  path: "/products",
  validateSearch: readProductSearch,
  component: lazyRouteComponent(() => import("./products/list/ProductsPage.tsx")),
});
const product = createRoute({
  getParentRoute: () => shell,
  path: "/products/$id",
  // The list that the reader comes from.
  validateSearch: readProductSearch,
  component: lazyRouteComponent(() => import("./products/edit/ProductPage.tsx")),
});
const linkRun = createRoute({
  getParentRoute: () => shell,
  path: "/products/linking/$id",
  validateSearch: readItemSearch,
  component: lazyRouteComponent(() => import("./products/linking/LinkRunPage.tsx")),
});
const orders = createRoute({
  getParentRoute: () => shell,
  path: "/orders",
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import("./orders/list/OrdersPage.tsx")),
});
const order = createRoute({
  getParentRoute: () => shell,
  path: "/orders/$id",
  // The list that the reader comes from.
  validateSearch: readOrderSearch,
  component: lazyRouteComponent(() => import("./orders/show/OrderPage.tsx")),
});
const edit = createRoute({
  getParentRoute: () => shell,
  path: "/orders/$id/edit",
  // After an edit the reader continues in the same list.
  validateSearch: readOrderSearch,
  component: lazyRouteComponent(() => import("./orders/entry/EditOrderPage.tsx")),
});
const print = createRoute({
  getParentRoute: () => shell,
  path: "/orders/print",
  validateSearch: readPrintSearch,
  component: lazyRouteComponent(() => import("./orders/print/PrintPage.tsx")),
});
const plans = createRoute({
  getParentRoute: () => shell,
  path: "/plans",
  validateSearch: readPlanSearch,
  component: lazyRouteComponent(() => import("./orders/plans/PlansPage.tsx")),
});
const incidents = createRoute({
  getParentRoute: () => shell,
  path: "/incidents",
  validateSearch: readIncidentSearch,
  component: lazyRouteComponent(() => import("./incidents/IncidentsPage.tsx")),
});
const connection = createRoute({
  getParentRoute: () => shell,
  path: "/settings/smaregi",
  validateSearch: readConnectionSearch,
  component: lazyRouteComponent(() => import("./settings/connection/ConnectionPage.tsx")),
});
const start = createRoute({
  getParentRoute: () => shell,
  path: "/settings/smaregi/start",
  validateSearch: readConnectionSearch,
  component: lazyRouteComponent(() => import("./settings/connection/start/StartPage.tsx")),
});
const log = createRoute({
  getParentRoute: () => shell,
  path: "/settings/smaregi/log",
  validateSearch: readLogSearch,
  component: lazyRouteComponent(() => import("./settings/log/LogPage.tsx")),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: "/settings/audit",
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import("./settings/audit/AuditPage.tsx")),
});

const tree = root.addChildren([
  signIn,
  shell.addChildren([
    page("/", () => import("./top/TopPage.tsx")),
    incidents,
    page("/incidents/$id", () => import("./incidents/IncidentPage.tsx")),
    products,
    page("/products/new", () => import("./products/edit/NewProductPage.tsx")),
    page("/products/quick-edit", () => import("./products/quick-edit/QuickEditPage.tsx")),
    page("/products/bulk", () => import("./products/bulk/BulkPage.tsx")),
    page("/products/bulk/$id", () => import("./products/bulk/BulkJobPage.tsx")),
    page("/products/linking", () => import("./products/linking/LinkingPage.tsx")),
    linkRun,
    product,
    orders,
    page("/orders/new", () => import("./orders/entry/NewOrderPage.tsx")),
    print,
    order,
    edit,
    plans,
    page("/plans/new", () => import("./orders/plans/NewPlanPage.tsx")),
    page("/plans/$id", () => import("./orders/plans/PlanPage.tsx")),
    page("/plans/$id/edit", () => import("./orders/plans/EditPlanPage.tsx")),
    connection,
    start,
    log,
    page(
      "/settings/smaregi/reconciliations",
      () => import("./settings/reconciliations/ReconciliationsPage.tsx"),
    ),
    page(
      "/settings/smaregi/reconciliations/$id",
      () => import("./settings/reconciliations/ReconciliationPage.tsx"),
    ),
    page("/settings/shop", () => import("./settings/shop/ShopSettingsPage.tsx")),
    page("/settings/notices", () => import("./settings/notices/NoticesPage.tsx")),
    page("/settings/webhooks", () => import("./settings/webhooks/WebhooksPage.tsx")),
    page("/settings/webhooks/$id", () => import("./settings/webhooks/DeliveriesPage.tsx")),
    page("/settings/staff", () => import("./settings/staff/StaffPage.tsx")),
    page("/settings/api-keys", () => import("./settings/staff/ApiKeysPage.tsx")),
    audit,
    page("/help", () => import("./help/HelpPage.tsx")),
    page("/help/$topic", () => import("./help/HelpPage.tsx")),
    page("/shortcuts", () => import("./frame/ShortcutsPage.tsx")),
    page("/account", () => import("./account/AccountPage.tsx")),
  ]),
]);

/** All pages of the console and their addresses. */
export const router = createRouter({
  routeTree: tree,
  basepath: "/console",
  defaultPreload: "intent",
  // The page of another order is mounted again, so that no question, press or input of the one before continues in it.
  defaultRemountDeps: ({ params }) => params,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ({ error }) => <Broken error={error} />,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
