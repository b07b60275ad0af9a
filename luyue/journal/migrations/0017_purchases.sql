-- What many write at once is a table: SKUs with their purchase limits, what buyers have bought, blacklists (MA-01, MA-02).
-- Buyers are known by the platform's ids alone.

create table skus (
  id               text not null collate "C",
  merchant_id      text not null collate "C",
  product_id       text not null collate "C",
  stock            bigint not null check (stock >= 0),
  -- In pieces; null where the merchant has set none.
  cumulative_limit bigint check (cumulative_limit > 0),
  per_order_limit  bigint check (per_order_limit > 0),
  minimum          bigint check (minimum > 0),
  updated_at       timestamptz not null,
  constraint skus_pkey primary key (id),
  constraint skus_limits check (
    per_order_limit <= cumulative_limit and minimum <= per_order_limit and minimum <= cumulative_limit
  )
);

create table purchases (
  id          text not null collate "C",
  sku_id      text not null collate "C",
  merchant_id text not null collate "C",
  buyer_id    text not null collate "C",
  quantity    bigint not null check (quantity > 0),
  bought_at   timestamptz not null,
  constraint purchases_pkey primary key (id)
);
-- What a buyer has bought of a SKU is summed up at each check, without a look at the rows themselves.
create index purchases_of_buyer on purchases (sku_id, buyer_id) include (quantity);

create table blacklisted_buyers (
  merchant_id text not null collate "C",
  buyer_id    text not null collate "C",
  added_at    timestamptz not null,
  constraint blacklisted_buyers_pkey primary key (merchant_id, buyer_id)
);

grant select, insert, update, delete on skus, blacklisted_buyers to luyue_service;
grant select, insert on purchases to luyue_service;

-- A shop is closed once nothing of its merchant's is open (IX-28).
create index processes_open_of_merchant on processes (merchant_id) where not closed;
