using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Configuration;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Profiles;

/// <summary>Reads one report of a profile file.</summary>
internal static class ReportFile
{
    public static ReportProfile Read(string name, YamlSection section)
    {
        var tables = section.Sections("tables", "an entry of tables").ToList();
        if (tables.Count > 0 && (section.Has("rows") || section.Has("sheet") || section.Has("total") || section.Has("skip")
            || section.Has("unpivot") || section.Has("header_rows")))
        {
            section.Error("tables",
                $"report {name} has \"tables:\": write sheet, header_rows, total, skip, unpivot and rows inside its entries");
        }

        var rows = tables.Count > 0 ? [] : Rows(name, section);
        var files = section.Texts("files");
        if (files.Count == 0)
        {
            section.Error("files", $"report {name} needs \"files:\", for example [\"订单_*.csv\"]");
        }

        var report = new ReportProfile
        {
            Name = name,
            Files = files,
            Encoding = EncodingOf(section),
            Separator = SeparatorOf(section),
            LinesPerRow = section.Whole("lines_per_row", 1, 1, 4),
            Document = section.OneOf("document", "whole", "whole", "lines"),
            Snapshot = section.OneOf("snapshot", "none", "none", "window"),
            Prices = section.OneOf("prices", "excluding", "excluding", "including"),
            Dates = DateFormatOf(section, "dates") ?? DateFormat.Iso,
            Nothing = section.Texts("nothing"),
            Ignore = section.Texts("ignore"),
            SkipSheets = section.Texts("skip_sheets"),
            Rows = rows,
            BusinessDate = FileDate(section.Section("business_date", "business_date")),
            Arrival = Arrival(section.Section("arrival", "arrival")),
            Expected = Expected(section.Section("expected", "expected")),
            ProfileLine = section.Line,
        };
        report = tables.Count == 0 ? Table(section, report) : WithTables(name, tables, report);
        NameUnsetContexts(section, report);
        section.Finish();
        return report;
    }

    private static List<RecordMapping> Rows(string name, YamlSection section)
    {
        var rows = section.Sections("rows", "an entry of rows").Select(RecordFile.Read).ToList();
        if (rows.Count == 0)
        {
            section.Error("rows", $"report {name} needs \"rows:\", a list of what a row becomes, each with \"into:\" and \"fields:\"");
        }

        return rows;
    }

    private static ReportProfile WithTables(string name, List<YamlSection> sections, ReportProfile report)
    {
        var tables = new List<ReportProfile>();
        foreach (var section in sections)
        {
            tables.Add(Table(section, report with { Rows = Rows(name, section), ProfileLine = section.Line }));
            section.Finish();
        }

        return report with { Tables = tables, Rows = [.. tables.SelectMany(table => table.Rows)] };
    }

    // What one table of a report has of its own.
    private static ReportProfile Table(YamlSection section, ReportProfile report) => report with
    {
        Sheet = section.Text("sheet"),
        HeaderRows = section.Whole("header_rows", 1, 0, 5),
        Total = Total(section.Section("total", "total")),
        Skip = RecordFile.Conditions(section, "skip"),
        Unpivot = UnpivotOf(section.Section("unpivot", "unpivot"), report, section),
    };

    private static Unpivot? UnpivotOf(YamlSection? section, ReportProfile report, YamlSection table)
    {
        var uses = report.Rows.SelectMany(row => row.Fields.Values)
            .Any(field => field.Source is FieldSource.UnpivotHeader or FieldSource.UnpivotValue);
        if (section is null)
        {
            if (uses)
            {
                table.Error("rows", "{unpivot: …} needs \"unpivot: {from: HEADER}\" beside rows, with the first column of the cross-tab");
            }

            return null;
        }

        var unpivot = new Unpivot(section.Required("from", "\"#4\""), section.Texts("except"));
        section.Finish();
        return unpivot;
    }

    private static void NameUnsetContexts(YamlSection section, ReportProfile report)
    {
        var set = report.Rows.Where(row => row.Into is null).SelectMany(row => row.Fields.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var name in report.Rows.SelectMany(row => row.Fields.Values).Where(field => field.Source == FieldSource.Context)
            .SelectMany(field => field.Names).Distinct().Where(name => !set.Contains(name)))
        {
            section.Error("rows",
                $"{{context: {name}}} is set by no row; add an entry \"- into: context\" with \"{name}:\" among its fields, or write {{column: …}} or {{head: …}}");
        }
    }

    public static DateFormat? DateFormatOf(YamlSection section, string key)
    {
        if (section.Text(key) is not { } text)
        {
            return null;
        }

        if (DateFormat.Parse(text) is { } format)
        {
            return format;
        }

        section.Error(key,
            $"{key}: {text} is not a date format; write year, month and day as in yyyy-MM-dd, yyyy/M/d, dd/MM/yyyy, yyyyMMdd, yyyy年M月d日, yyyy/M/d *, or excel");
        return null;
    }

    private static Encoding? EncodingOf(YamlSection section) =>
        section.OneOf("encoding", "detect", "detect", "utf-8", "gb18030", "utf-16") switch
        {
            "utf-8" => Encoding.UTF8,
            "gb18030" => FileNature.Gb18030,
            "utf-16" => Encoding.Unicode,
            _ => null,
        };

    private static char? SeparatorOf(YamlSection section) =>
        section.OneOf("separator", "detect", "detect", "comma", "tab", "semicolon", "pipe") switch
        {
            "comma" => ',',
            "tab" => '\t',
            "semicolon" => ';',
            "pipe" => '|',
            _ => null,
        };

    private static TotalRow? Total(YamlSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var total = new TotalRow(section.Texts("label"), section.Texts("blank"), section.Texts("sums"), section.Flag("required", false));
        if (total.Labels.Count == 0 && total.Blank.Count == 0)
        {
            section.Error("label",
                "total needs \"label:\" (such as 合计), or \"blank:\" with the columns that only the total row leaves blank");
        }

        section.Finish();
        return total;
    }

    private static FileNameDate? FileDate(YamlSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var pattern = section.Text("name") ?? @"(\d{8})";
        var format = DateFormatOf(section, "format") ?? DateFormat.Parse("yyyyMMdd")!;
        var days = section.Whole("add_days", 0, -400, 400);
        section.Finish();
        try
        {
            var date = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            if (date.GetGroupNumbers().Length < 2)
            {
                section.Error("name", $"name: {pattern} has no group with the date; put brackets around it, as in '(\\d{{8}})'");
            }

            return new FileNameDate(date, format, days);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            section.Error("name",
                $"name: {pattern} is not a regular expression with the date in its first group, such as '(\\d{{8}})': {e.Message}");
            return null;
        }
    }

    private static ArrivalRule? Arrival(YamlSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var rule = new ArrivalRule(section.Text("listing"), FileDate(section.Section("date", "arrival's date")),
            section.Time("at", "06:00"));
        section.Finish();
        return rule;
    }

    private static ExpectedArrival? Expected(YamlSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var expected = new ExpectedArrival(
            section.OneOf("every", "", "day", "working_day", "half_month", "month"), section.Whole("after_days", 1, 0, 60),
            section.Time("by", "09:00"));
        section.Finish();
        return expected;
    }
}
