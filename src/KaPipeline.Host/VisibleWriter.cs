using System.Text;

namespace KaPipeline.Host;

/// <summary>Writes text as <see cref="VisibleText"/> shows it: nothing of it commands the terminal.</summary>
internal sealed class VisibleWriter(TextWriter to) : TextWriter
{
    public override Encoding Encoding => to.Encoding;

    // A pair of surrogates may come half by half.
    public override void Write(char value) => to.Write(char.IsSurrogate(value) ? $"{value}" : VisibleText.Lines($"{value}"));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void Write(string? value) => to.Write(VisibleText.Lines(value ?? ""));

    public override void WriteLine(string? value) => to.WriteLine(VisibleText.Lines(value ?? ""));

    public override Task WriteAsync(string? value) => to.WriteAsync(VisibleText.Lines(value ?? ""));

    public override Task WriteLineAsync(string? value) => to.WriteLineAsync(VisibleText.Lines(value ?? ""));

    public override void Flush() => to.Flush();
}
