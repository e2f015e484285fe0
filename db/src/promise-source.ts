/**
 * SQL: why a promise stands on a row of `orders`. Who asked is not kept there: a call is owed after an abandoned one that
 * nobody's promise followed, and asked for else.
 */
export const promiseSourceOfOrder = `
  case when exists (
    select 1 from attempts where attempts.order_id = orders.id and attempts.outcome = 'abandoned' and not exists (
      select 1 from order_events where order_events.order_id = orders.id
        and order_events.kind = 'callback' and order_events.at >= attempts.ended_at
    )
  ) then 'abandoned' else 'agent' end`
