using System.Text;

namespace KaPipeline.Simulation.Portals;

/// <summary>What the formats share: numbers, codes and the words of flaws.</summary>
internal static class Portal
{
    public const string UnknownItem = "30999";
    public const string InvalidDate = "2026-02-30";

    static Portal() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding Gb18030 => Encoding.GetEncoding("GB18030");

    public static Encoding Gbk => Encoding.GetEncoding("GBK");

    public static string Money(decimal amount) => Text.Of(amount, "0.00");

    public static string Thousands(decimal amount, string format = "#,##0.00") => Text.Of(amount, format);

    public static string Price(decimal price, int decimals = 4) => Text.Of(price, decimals == 2 ? "0.00" : "0.0000");

    public static string Rate(decimal rate) => Text.Of(rate * 100, "0.##") + "%";

    public static string Mode(string mode) => mode switch { "on_account" => "账扣", "on_invoice" => "票扣", "paid_apart" => "交款", _ => "" };

    public static string Item(World world, SimulatedChain chain, Product product) => product.Id.Length == 0 ? UnknownItem
        : world.ItemNumber(chain.Id, product);

    public static string Unit(Product product) => product.VolumeMl >= 1000 || product.Assortment == "children" ? "瓶" : "盒";

    public static string Size(Product product) => Text.Of($"{product.VolumeMl}ml*{product.PackSize}");

    public static string RuleOf(Flaw flaw) => flaw switch
    {
        Flaw.WrongColumnCount => "wrong_column_count",
        Flaw.InvalidDate => "invalid_date",
        Flaw.InvalidNumber => "invalid_number",
        Flaw.NonIntegerCases => "non_integer_cases",
        Flaw.UnknownProduct => "unknown_product",
        Flaw.UnknownStore => "unknown_store",
        _ => throw new ArgumentOutOfRangeException(nameof(flaw), flaw, "A row without a flaw breaks no rule."),
    };
}
