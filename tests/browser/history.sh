#!/usr/bin/env bash
# Makes a repository with a history: a procedure in five versions (renamed once, with a changed
# table and a version to come), a withdrawn policy, a superseded one, a draft and a record.
# Usage: history.sh FOLDER
set -euo pipefail

main() {
    mkdir -p "$1/sms-docs"
    cd -- "$1"
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
    git init --quiet --initial-branch=main
    settings

    procedure 1.0 "First version." five && approved 2025-02-03 && commit 2025-02-03
    procedure 1.1 "The desk is open on Saturdays." five && approved 2025-06-10 && commit 2025-06-10
    policy POL-001 "Paper records policy" && approved_file paper 2025-02-03 && commit 2025-02-04
    policy POL-002 "Remote access policy" && approved_file POL-002 2025-03-03 && commit 2025-03-03
    git mv sms-docs/incident.md sms-docs/incidents.md
    commit 2025-07-01
    name=incidents
    procedure 2.0 "After the audit of August: the security lead is called first." three && approved 2025-09-15 && commit 2025-09-15
    tag approved/RES-PRC-001/2.0 2025-09-15
    procedure 2.1 "Reporters have three days to answer." three && approved 2026-03-02
    commit 2026-03-02 $'\n\nApproved-by: Ines Carrow <ines@example.org>'
    tag reviewed/RES-PRC-001/2026-08-31 2026-08-31 "Outcome: still how we work"
    set_field paper status withdrawn && set_field paper withdrawn_on 2026-01-31 &&
        set_field paper withdrawn_reason '"There is no paper any more."' && commit 2026-01-31
    policy POL-003 "Access policy" && set_field POL-003 supersedes '[SMS-POL-002]' && approved_file POL-003 2026-05-04
    set_field POL-002 superseded_by SMS-POL-003 && commit 2026-05-04
    procedure 3.0 "Incidents are also taken by chat." chat && approved 2026-11-16 2026-12-01 && commit 2026-11-16
    policy POL-004 "Printing policy" && commit 2026-11-17
    policy POL-003 "Access policy" 1.1 "Guests are let in by the desk." && set_field POL-003 status in_review &&
        set_field POL-003 supersedes '[SMS-POL-002]' && commit 2026-11-18
}

name=incident

settings() {
    cat >sms-docs/smsdoc.yaml <<'END'
site: {organization: Kestrelmoor IT Services, url: "https://sms.kestrelmoor.example/"}
control: {evidence: claimed}
rules: {clause-uncovered: {level: "off"}}
as_of: 2026-11-22
END
    cat >sms-docs/people.yaml <<'END'
people:
  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager, from: 2020-01-01}]}
  - {id: ines-carrow, name: Ines Carrow, emails: [ines@example.org], roles: [{role: managing-director, from: 2020-01-01}]}
roles:
  - {id: sms-manager, title: SMS Manager}
  - {id: managing-director, title: Managing Director}
END
    sed -i 's/evidence: claimed/evidence: claimed, approvers: {default: [managing-director]}/' sms-docs/smsdoc.yaml
}

# The procedure in a version: number, what changed, state of the text.
procedure() {
    local days=five lead="" chat="" row="" hours="8 to 18, Monday to Friday"
    [[ "$1" == 1.0 ]] || hours="8 to 18, Monday to Saturday"
    if [[ "$3" != five ]]; then
        lead=" If it might be security, phone the security lead on call before anything else."
        row=$'\n| Security lead | every incident marked as security | second on call |'
    fi
    [[ "$1" < 2.1 ]] || days=three
    [[ "$3" != chat ]] || chat=", by chat"
    cat >"sms-docs/$name.md" <<END
---
id: RES-PRC-001
title: Major incident procedure
type: procedure
version: "$1"
status: draft
owner: sms-manager
classification: internal
clauses: ["8.6.1"]
summary: What everybody does when a service is down for many.
process: RES-PRO-001
trigger: A service is down for many
roles: [sms-manager]
records_produced: [report]
review_interval: P12M
change_summary: "$2"
effective_on: 2025-01-01
---

## Who does what

| Role | Does | Stands in |
|---|---|---|
| Service desk | takes the call, $hours | second line |
| Incident manager | leads until the service is back | head of operations |$row

## Steps

1. **Log it.** Reports come by telephone, by portal$chat. Write down what the reporter sees.
2. **Classify it.** Choose impact and urgency.$lead
3. **Restore the service.** Say every thirty minutes what is known.
4. **Close it.** Close only when the reporter agrees or after $days working days without a reply.

## Afterwards

A review follows within five working days. What was learned goes into a corrective action.
END
}

# A policy: id, title, version, text.
policy() {
    local file="$1"
    [[ "$1" != POL-001 ]] || file=paper
    cat >"sms-docs/$file.md" <<END
---
id: SMS-$1
title: $2
type: policy
version: "${3:-1.0}"
status: draft
owner: sms-manager
classification: internal
clauses: ["7.5.3"]
summary: How we keep things in order.
purpose: Order.
commitments: [Keep it.]
applies_to: [all staff]
communicated_to: [all staff]
review_interval: P36M
---

## What holds

Everybody keeps to it. ${4:-}
END
}

# Sets a field of a document: before its status, whatever stands there now.
set_field() {
    local file="sms-docs/$1.md"
    if [[ "$2" == status ]]; then
        sed -i "s|^status: .*|status: $3|" "$file"
    else
        sed -i "/^$2:/d; s|^status:|$2: $3\nstatus:|" "$file"
    fi
}

approved() { approved_file "$name" "$1" "${2:-$1}"; }

approved_file() {
    set_field "$1" status approved
    set_field "$1" approver ines-carrow
    set_field "$1" approved_on "$2"
    set_field "$1" effective_on "${3:-$2}"
}

commit() {
    as rowan "$1"
    git add --all
    git commit --quiet --message "Write it down on $1${2:-}"
}

tag() {
    as ines "$2"
    git tag --annotate --message "${3:-Approve it}" "$1"
}

as() {
    local -A names=([rowan]="Rowan Hale" [ines]="Ines Carrow")
    export GIT_AUTHOR_NAME="${names[$1]}" GIT_AUTHOR_EMAIL="$1@example.org" GIT_AUTHOR_DATE="$2T12:00:00Z"
    export GIT_COMMITTER_NAME="${names[$1]}" GIT_COMMITTER_EMAIL="$1@example.org" GIT_COMMITTER_DATE="$2T12:00:00Z"
}

main "$@"
