using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    /// <summary>What people are exposed to by the operating manual, and what was decided about it.</summary>
    public const string Exposures = "exposures";

    private static IReadOnlyList<BusinessList> OfPenalties =>
    [
        new(Exposures,
            "seen.exposure as figure left join seen.exposure_decision as made on made.rule_id = figure.rule_id and made.role = figure.role "
            + "and made.person_id is not distinct from figure.person_id and made.dealer is not distinct from figure.dealer "
            + "and made.joint_person_id is not distinct from figure.joint_person_id and made.month = figure.month",
            [
                new("penalty", "figure.title") { EnglishSql = "figure.title_en" }, Text("clause", "figure.clause"),
                new("chain_id", "array_to_string(figure.chain_ids, '|')") { Names = NamedAs.Chain },
                Codes("role", "figure.role", Label.Role),
                new("person_id", "figure.person_id") { Names = NamedAs.Person },
                new("joint_person_id", "figure.joint_person_id") { Names = NamedAs.Person },
                Text("dealer", "figure.dealer"), Money("possible_amount", "figure.amount"),
                // The view says it in both languages: 71 个门店单品 items in stores × 10.00 = 710.00.
                new("arithmetic", "regexp_replace(figure.arithmetic, ' ?[a-z]+', '', 'g')")
                {
                    EnglishSql = "regexp_replace(replace(replace(figure.arithmetic, '（', ' ('), '）', ')'), '[^ -~×→]+ ?', '', 'g')",
                },
                Codes("decision", "made.decision", Label.ExposureDecision), Money("decided_amount", "made.amount"),
                Text("decided_why", "made.reason"),
                Text("decided_by", "made.decided_by"), Day("decided_on", "(made.decided_at at time zone 'Asia/Shanghai')::date"),
                MonthKey, Hidden("rule_id", "figure.rule_id"),
            ],
            "possible_amount desc, clause, rule_id, role, person_id, joint_person_id, dealer")
        {
            IsPersonal = true, Where = "figure.amount <> 0", Chain = null, Month = "figure.month", IsJudgedAtMonthsEnd = true,
            Representative = "figure.person_id",
            Tick = "made.decision is null", TickHeading = "undecided_alone", Kind = new("figure.role", Label.Role),
            Totals =
            [
                new("possible_amount", "coalesce(sum(possible_amount), 0)", BadSide: 1),
                new("undecided_count", "count(*) filter (where decision is null)", ColumnKind.Count),
                new("charged_amount", "coalesce(sum(decided_amount) filter (where decision = 'charged'), 0)", BadSide: 1),
            ],
            Charts =
            [
                new("exposure_by_penalty", "penalty", "sum(possible_amount)"),
            ],
            Evidence =
            [
                ("decide", "/exposures/decision?rule={rule_id}&role={role}&person={person_id}&joint={joint_person_id}&dealer={dealer}&month={month}"),
            ],
        },
    ];
}
