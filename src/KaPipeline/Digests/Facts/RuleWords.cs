using KaPipeline.Labels;


namespace KaPipeline.Digests.Facts;

/// <summary>Why a row is in quarantine, in both languages.</summary>
public static class RuleWords
{
    private static readonly Dictionary<string, (string Zh, string En)> Words = new(StringComparer.Ordinal)
    {
        ["missing_value"] = ("缺值", "value missing"),
        ["invalid_date"] = ("日期无效", "not a date"),
        ["dates_out_of_order"] = ("日期先后矛盾", "dates in impossible order"),
        ["implausible_date"] = ("日期与文件相差过大", "date far from the file's"),
        ["cell_error"] = ("单元格错误或未计算", "cell error or not calculated"),
        ["invalid_number"] = ("数字无效", "not a number"),
        ["negative_value"] = ("不能为负", "negative"),
        ["not_whole"] = ("应为整数", "not a whole number"),
        ["lost_digits"] = ("编码丢失位数", "code lost digits"),
        ["unreadable_text"] = ("乱码", "unreadable text"),
        ["too_long"] = ("过长", "too long"),
        ["unknown_value"] = ("未知取值", "unknown value"),
        ["unknown_row_kind"] = ("未知行类型", "unknown kind of row"),
        ["wrong_column_count"] = ("列数不符", "wrong number of columns"),
        ["unknown_product"] = ("未知商品", "unknown product"),
        ["shared_barcode"] = ("条码对应多个产品", "barcode of several products"),
        ["unknown_store"] = ("未知门店", "unknown store"),
        ["unknown_account"] = ("未知结算账户", "unknown account"),
        ["unknown_statement"] = ("对账单未到", "statement not there"),
        ["unknown_fee_code"] = ("未知费用代码", "unknown fee code"),
        ["non_integer_cases"] = ("整箱换算有余数", "not whole cases"),
        ["pack_size_missing"] = ("缺入数", "pack size missing"),
    };

    /// <summary>The word for a rule; an unknown one shows as it is stored.</summary>
    public static string Of(string rule, Language language) => Words.TryGetValue(rule, out var word) ? language.Say(word.Zh, word.En)
        : rule.Replace('_', ' ');

    /// <summary>Rules that have words.</summary>
    public static IEnumerable<string> Known => Words.Keys;
}
