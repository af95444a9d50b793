using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Letters;

/// <summary>Scope line and small print, the same in every digest.</summary>
/// <param name="reader">For whom.</param>
public sealed class LetterHead(EditionFrame frame, Names names, Addressee reader)
{
    private readonly Language language = reader.Language;

    /// <summary>For whom, and what it covers.</summary>
    public string Scope
    {
        get
        {
            var stores = names.StoreCount(reader.Scope);
            return language.Say($"{reader.Recipient.Mailbox.Name} · {Covered} · {stores} 家门店",
                $"{names.Person(reader.Recipient.Id, language, reader.Recipient.Mailbox.Name)} · {Covered} · {Language.Counted(stores, "store")}");
        }
    }

    /// <summary>Clocks, zone, and how to read amounts.</summary>
    public IReadOnlyList<string> Footer =>
    [
        language.Say(
            $"业务日期 {language.Date(frame.BusinessDate)}（{BusinessTime.ZoneName}），数据截至 {language.Moment(frame.Clock.KnownAt)}，生成于 {language.Moment(frame.ProducedAt)}。",
            $"Business date {language.Date(frame.BusinessDate)} ({BusinessTime.ZoneName}), data known at {language.Moment(frame.Clock.KnownAt)}, made {language.Moment(frame.ProducedAt)}."),
        language.Say(
            "金额单位为元。对账差异含税、为“我方应得 − 对方所付”，正数为可追回；送货差异与价格不含税。仅含您负责的范围。",
            "Amounts in RMB. Statement breaks include VAT and are ours − theirs, positive is ours to reclaim; delivery breaks and prices exclude VAT. Only what you are responsible for."),
    ];

    private string Covered
    {
        get
        {
            if (reader.Scope.IsAll)
            {
                return language.Say("全部系统与区域", "all chains and regions");
            }

            var parts = reader.Scope.Grants
                .Select(grant => string.Join(' ', new[]
                {
                    grant.ChainId.Length > 0 ? names.Chain(grant.ChainId, language) : "", names.Area(grant.Region, language),
                    names.Area(grant.City, language),
                }.Where(part => part.Length > 0).Distinct()))
                .Distinct().ToList();
            return language.List(parts.Take(4))
                + (parts.Count > 4 ? language.Say($"等 {parts.Count} 项", $" and {parts.Count - 4} more") : "");
        }
    }
}
