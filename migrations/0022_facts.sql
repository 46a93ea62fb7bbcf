-- What was recorded is a fact, { kind, data }, and no sentence (docs/decisions/facts.md). What earlier versions wrote becomes
-- the fact that it says, where that is certain; else it is kept as { said }, and read as it was written.

create function recorded_fact(told text) returns jsonb language plpgsql immutable as $$
declare
  part text[];
  rest text;
  fixed jsonb;
begin
  fixed := jsonb_build_object(
    '受注しました。', '{"kind":"orderPlaced","data":{}}'::jsonb,
    '定期購入により受注しました。', '{"kind":"orderPlaced","data":{"by":"subscription"}}'::jsonb,
    '会費により受注しました。', '{"kind":"orderPlaced","data":{"by":"membershipFee"}}'::jsonb,
    '受注を編集しました。', '{"kind":"orderEdited","data":{}}'::jsonb,
    '受注をキャンセルしました。', '{"kind":"orderCancelled","data":{}}'::jsonb,
    'ステータスを「新規受付」に変更しました。', '{"kind":"statusChanged","data":{"status":"new"}}'::jsonb,
    'ステータスを「入金済み」に変更しました。', '{"kind":"statusChanged","data":{"status":"paid"}}'::jsonb,
    'ステータスを「発送準備中」に変更しました。', '{"kind":"statusChanged","data":{"status":"preparing"}}'::jsonb,
    'ステータスを「発送済み」に変更しました。', '{"kind":"statusChanged","data":{"status":"shipped"}}'::jsonb,
    'スマレジ連携: 連携が無効のため、取引登録・取引取消は行いません。', '{"kind":"linkOff","data":{"why":"disabled"}}'::jsonb,
    'スマレジ連携: 加盟店の契約が終了しているため、取引登録・取引取消は行いません。', '{"kind":"linkOff","data":{"why":"ended"}}'::jsonb,
    'スマレジ連携: 送り直します。先にスマレジ側の状態を確認します。', '{"kind":"sendingAgain","data":{}}'::jsonb,
    'スマレジ連携: スマレジの取引の内容が受注と異なるため、取引を取り消して登録し直します。', '{"kind":"registeringAnew","data":{}}'::jsonb,
    'スマレジ連携: 手作業で対応済みとされたため、送り直しを終了します。', '{"kind":"handledByHand","data":{}}'::jsonb,
    'スマレジの取引一覧を確認しましたが、登録されていません。', '{"kind":"notRegistered","data":{}}'::jsonb,
    'スマレジの取引を確認しましたが、取り消されていません。', '{"kind":"notCancelled","data":{}}'::jsonb,
    '送信の途中で止まりました。', '{"kind":"cutShort","data":{}}'::jsonb,
    '標準モードに変更されたため、再送していません。', '{"kind":"modeChanged","data":{}}'::jsonb,
    '連携が無効の間に受注が変更されました。スマレジは変更前のままです。', '{"kind":"changedWhileOff","data":{}}'::jsonb,
    '送信を待つ間に引き継がれたため、送信していません。', '{"kind":"withdrawn","data":{}}'::jsonb,
    'スマレジの一覧に終わりがありませんでした。', '{"kind":"endlessList","data":{}}'::jsonb,
    'スマレジのクライアントIDとシークレットが設定されていません。', '{"kind":"noCredentials","data":{}}'::jsonb,
    'スマレジがメンテナンス中です(503)。', '{"kind":"maintenance","data":{}}'::jsonb,
    'スマレジから応答がありません。', '{"kind":"silent","data":{}}'::jsonb,
    '連携設定の店舗IDはスマレジにありません。', '{"kind":"ownStoreUnlisted","data":{}}'::jsonb,
    'スマレジ連携が無効のため、差異チェックを行えません。', '{"kind":"linkIsOff","data":{}}'::jsonb
  );
  if fixed ? told then return fixed -> told; end if;

  part := regexp_match(told, '^スマレジ連携: 取引(登録|取消)が(成功しました|スマレジ側で確認できました)\(取引ID: ([^()、 ]+)\)。(?: スマレジにない商品ID\(([0-9、]+)\)の在庫は動いていません。)?$');
  if part is not null and (part[1] = '登録' or part[4] is null) then
    return jsonb_build_object(
      'kind', case part[1] when '登録' then 'registered' else 'cancelled' end,
      'data', jsonb_strip_nulls(jsonb_build_object(
        'transactionId', part[3],
        'byLook', part[2] <> '成功しました',
        'unknownProducts', to_jsonb(string_to_array(part[4], '、')))));
  end if;

  -- What was met within a failure may be several sentences, and Smaregi's own words: then it is kept as it was said.
  part := regexp_match(told, '^スマレジ連携: 取引(登録|取消)に失敗しました。(.*)$');
  if part is not null then
    rest := regexp_replace(part[2], ' (自動で再送します。|スマレジ側の結果を引き続き確認しています。)$', '');
    return jsonb_build_object('kind', 'callFailed', 'data', jsonb_strip_nulls(jsonb_build_object(
      'call', case part[1] when '登録' then 'register' else 'cancel' end,
      'reasons', case when rest = '' then '[]'::jsonb else jsonb_build_array(recorded_fact(rest)) end,
      'next', case when part[2] like '% 自動で再送します。' then 'sentAgain'
        when part[2] like '% スマレジ側の結果を引き続き確認しています。' then 'lookedFor' end)));
  end if;

  part := regexp_match(told, '^スマレジにない商品ID\(([0-9、]+)\)を含む取引が登録されました。この商品の在庫はスマレジで動いていません。$');
  if part is not null then
    return jsonb_build_object('kind', 'leftOut', 'data',
      jsonb_build_object('productIds', to_jsonb(string_to_array(part[1], '、'))));
  end if;
  part := regexp_match(told, '^取引ID ([^ ]+) は、スマレジ側で取り消されています。$');
  if part is not null then
    return jsonb_build_object('kind', 'cancelledAtTill', 'data', jsonb_build_object('transactionId', part[1]));
  end if;
  part := regexp_match(told, '^スマレジに取引ID ([^ ]+) の取引がありません。$');
  if part is not null then
    return jsonb_build_object('kind', 'transactionGone', 'data', jsonb_build_object('transactionId', part[1]));
  end if;
  part := regexp_match(told, '^取引ID ([^ ]+) は以前の契約ID\(([^()]+)\)に登録されているため、取り消していません。その契約のスマレジの管理画面で取り消してください。$');
  if part is not null then
    return jsonb_build_object('kind', 'otherContract', 'data',
      jsonb_build_object('transactionId', part[1], 'contractId', part[2]));
  end if;
  part := regexp_match(told, '^スマレジに接続できません\(([A-Za-z0-9_]+)\)。$');
  if part is not null then
    return jsonb_build_object('kind', 'unreachable', 'data', jsonb_build_object('code', part[1]));
  end if;
  part := regexp_match(told, '^スマレジとの通信が途中で切れました\(([A-Za-z0-9_]+)\)。$');
  if part is not null then
    return jsonb_build_object('kind', 'dropped', 'data', jsonb_build_object('code', part[1]));
  end if;
  part := regexp_match(told, '^スマレジの応答が([0-9.]+)秒以内にありませんでした。$');
  if part is not null then
    return jsonb_build_object('kind', 'timedOut', 'data', jsonb_build_object('seconds', part[1]::numeric));
  end if;
  part := regexp_match(told, '^スマレジの応答を読み取れませんでした\(([^()。]*)\)。$');
  if part is not null then
    return jsonb_build_object('kind', 'unreadable', 'data', jsonb_build_object('said', part[1]));
  end if;
  part := regexp_match(told, '^契約ID、またはクライアントIDとシークレットをスマレジが受け付けませんでした\(([^()。]*)\)。$');
  if part is not null then
    return jsonb_build_object('kind', 'tokenRefused', 'data', jsonb_build_object('said', part[1]));
  end if;
  part := regexp_match(told, '^スマレジに商品ID ([0-9]+) の商品がありません。(多くの商品が一度にスマレジからなくなったため、在庫を0にせず保留しています。スマレジの商品と、契約ID・店舗IDを確認してください。)?$');
  if part is not null then
    return jsonb_build_object('kind', case when part[2] is null then 'productGone' else 'heldGone' end,
      'data', jsonb_build_object('productId', part[1]));
  end if;
  part := regexp_match(told, '^スマレジのこの店舗に商品ID ([0-9]+) の在庫がありません。多くの商品の在庫が一度になくなったため、在庫を0にせず保留しています。契約ID・店舗IDと、スマレジの在庫を確認してください。$');
  if part is not null then
    return jsonb_build_object('kind', 'heldNoRows', 'data', jsonb_build_object('productId', part[1]));
  end if;
  part := regexp_match(told, '^変更後の店舗では、商品ID ([0-9]+) の在庫が0です。多くの商品の在庫が一度に0になるため、保留しています。契約ID・店舗IDを確認してください。$');
  if part is not null then
    return jsonb_build_object('kind', 'heldStoreChanged', 'data', jsonb_build_object('productId', part[1]));
  end if;
  part := regexp_match(told, '^店舗ID「([0-9]+)」はスマレジにありません。$');
  if part is not null then
    return jsonb_build_object('kind', 'storeUnlisted', 'data', jsonb_build_object('storeId', part[1]));
  end if;
  part := regexp_match(told, '^結果を確認できませんでした: (.+)$');
  if part is not null then
    return jsonb_build_object('kind', 'notLooked', 'data', jsonb_build_object('reason', recorded_fact(part[1])));
  end if;
  return jsonb_build_object('kind', 'said', 'data', jsonb_build_object('text', told));
end $$;

alter table order_log alter column message type jsonb using recorded_fact(message);
alter table order_log rename column message to fact;
alter table integration_log alter column reason type jsonb using recorded_fact(reason);
alter table integration_log rename column reason to fact;
alter table smaregi_pauses alter column reason type jsonb using recorded_fact(reason);
alter table reconciliations alter column reason type jsonb using case when reason is not null then recorded_fact(reason) end;

-- Few of these rows have one, and the tables are large: they are not written anew.
alter table transactions add column fact jsonb;
update transactions set fact = recorded_fact(error) where error is not null;
alter table transactions drop column error;
alter table transactions rename column fact to error;
alter table variations add column fact jsonb;
update variations set fact = recorded_fact(sync_error) where sync_error is not null;
alter table variations drop column sync_error;
alter table variations rename column fact to sync_error;

drop function recorded_fact(text);
