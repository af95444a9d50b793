using System.Runtime.CompilerServices;

namespace KaPipeline.Tests.Ingestion.Sources;

/// <summary>A test that needs a real <c>sshd</c>: shown as skipped where there is none, failing there in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshFactAttribute : FactAttribute
{
    private bool needsAccount;

    public SshFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (LoopbackSshServer.Program is null && Environment.GetEnvironmentVariable("CI") is null)
        {
            Skip = "sshd is not installed: apt-get install openssh-server";
        }
    }

    /// <summary>Whether the test makes an account of its own, which only root may.</summary>
    public bool NeedsAccount
    {
        get => needsAccount;
        set
        {
            needsAccount = value;
            if (value && Skip is null && Environment.GetEnvironmentVariable("CI") is null
                && (Environment.UserName != "root" || !File.Exists("/usr/sbin/useradd")))
            {
                Skip = "Only root may make the account that signs in by password.";
            }
        }
    }
}
