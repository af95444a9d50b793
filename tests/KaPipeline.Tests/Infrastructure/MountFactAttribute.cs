using System.Runtime.CompilerServices;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A test that needs a small disk of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly bool MayMount = SmallDisk.MayMount();

    public MountFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (!MayMount)
        {
            Skip = "Only an account that may mount a tmpfs can fill a disk of its own.";
        }
    }
}
