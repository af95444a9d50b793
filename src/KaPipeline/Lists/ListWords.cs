using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

/// <summary>How cells of a list are told.</summary>
/// <param name="Names">Names by the clocks of the list.</param>
public sealed record ListWords(Names Names)
{
    /// <summary>A text, code or name in a language; the chain is the row's.</summary>
    public string Text(ListColumn column, string value, string chain, Language language) => column switch
    {
        { Codes: { } codes } => codes.Of(value, language),
        { Names: NamedAs.Chain } => string.Join(language.Say("、", ", "), value.Split('|').Select(one => Names.Chain(one, language))),
        { Names: NamedAs.Store } => Names.Store(chain, value, language),
        { Names: NamedAs.Product } => Names.Product(value, language),
        { Names: NamedAs.Person } => Names.Person(value, language),
        { Names: NamedAs.Fee } => Names.Fee(value, language),
        { Name: "case_owner" } => Names.Person(Names.OwnerId(value), language),
        { Name: "region" or "city" or "dealer" or "warehouse" } => Names.Area(value, language),
        _ => value,
    };

    /// <summary>A cell in a language: empty text for nothing, a dash for no figure.</summary>
    public string Cell(ListColumn column, object? value, string chain, Language language) => value switch
    {
        string text => Text(column, text, chain, language),
        DateOnly date when column.Name == "month" => date.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture),
        DateOnly date => language.Date(date),
        decimal number when column.Kind == ColumnKind.Count =>
            number.ToString("0", System.Globalization.CultureInfo.InvariantCulture),
        decimal number => Number(column.Kind, number, language),
        _ => column.Kind is ColumnKind.Text or ColumnKind.Date ? "" : Language.NoFigure,
    };

    /// <summary>A figure as its kind is written.</summary>
    public static string Number(ColumnKind kind, decimal? value, Language language) => kind switch
    {
        ColumnKind.Money => language.Money(value),
        ColumnKind.Price => language.Price(value),
        ColumnKind.Percent => language.Percent(value),
        ColumnKind.Rate => language.Rate(value),
        _ => language.Count(value),
    };
}
