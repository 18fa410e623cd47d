-- Verdicts by a question that failed, superseded ones too: few, and the ones that are asked for.
create index verdict_payment_fail on verdicts.verdict (id desc) where payment = 'fail';
create index verdict_signature_fail on verdicts.verdict (id desc) where signature = 'fail';
create index verdict_opening_fail on verdicts.verdict (id desc) where opening = 'fail';
create index verdict_content_fail on verdicts.verdict (id desc) where content = 'fail';
create index verdict_enclave_fail on verdicts.verdict (id desc) where enclave = 'fail';
create index verdict_workload_fail on verdicts.verdict (id desc) where workload = 'fail';
