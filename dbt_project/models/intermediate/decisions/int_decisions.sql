-- What people decided by the moment, and whether it holds: what was revoked holds no longer.
with decisions as (
    select * from {{ ref('stg_decisions') }}
),

revocations as (
    select
        revokes,
        min(decided_at) as revoked_at
    from decisions
    where kind = 'revoke'
    group by revokes
),

followed as (
    select
        decisions.*,
        revocations.revoked_at,
        decisions.kind <> 'revoke' and revocations.revokes is null as is_in_force
    from decisions
    left join revocations
        on decisions.decision_id = revocations.revokes
)

select * from followed
