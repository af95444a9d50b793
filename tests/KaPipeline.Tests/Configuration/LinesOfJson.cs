namespace KaPipeline.Tests.Configuration;

/// <summary>Writes the text of <see cref="MistakenYaml"/> as JSON, each key on the line that it has there.</summary>
internal static class LinesOfJson
{
    public static string Of(string yaml)
    {
        var lines = yaml.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var closing = new Stack<string>();
        closing.Push("}");
        var json = "{";
        for (var at = 0; at < lines.Length; at++)
        {
            var depth = Depth(lines[at]);
            var text = lines[at].Trim();
            var isFirst = at == 0 || Depth(lines[at - 1]) < depth;
            for (; closing.Count > depth + 1; isFirst = false)
            {
                json += closing.Pop();
            }

            text = text == "-" ? "" : text.StartsWith("- ", StringComparison.Ordinal) ? text[2..] : text;
            var holds = at + 1 < lines.Length && Depth(lines[at + 1]) > depth ? lines[at + 1].Trim()[..1] : "";
            json += (isFirst ? "" : ",") + (holds.Length == 0 && text.EndsWith(':') ? text + "null" : text)
                + (holds switch { "" => "", "-" => "[", _ => "{" }) + "\n";
            if (holds.Length > 0)
            {
                closing.Push(holds == "-" ? "]" : "}");
            }
        }

        return json + string.Concat(closing);
    }

    private static int Depth(string line) => (line.Length - line.TrimStart().Length) / 2;
}
