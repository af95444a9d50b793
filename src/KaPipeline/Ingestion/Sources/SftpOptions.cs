namespace KaPipeline.Ingestion.Sources;

/// <summary>An SFTP server, reached through the system's OpenSSH client.</summary>
public sealed class SftpOptions
{
    /// <summary>Host name or address.</summary>
    public string Host { get; set; } = "";

    /// <summary>Port.</summary>
    public int Port { get; set; } = 22;

    /// <summary>Account there.</summary>
    public string User { get; set; } = "";

    /// <summary>The server's public key, <c>ssh-ed25519 AAAA…</c>: any other key is refused.</summary>
    public string HostKey { get; set; } = "";

    /// <summary>Private key as <c>file:/path</c>; null when a password is used.</summary>
    public string? Key { get; set; }

    /// <summary>Password as <c>env:NAME</c> or <c>file:/path</c>; null when a key is used.</summary>
    public string? Password { get; set; }

    /// <summary>Folder there.</summary>
    public string Folder { get; set; } = ".";

    /// <summary>Name pattern with <c>*</c> and <c>?</c>.</summary>
    public string Pattern { get; set; } = "*";

    /// <summary>Folder there that files are moved to once loaded; null leaves them.</summary>
    public string? Done { get; set; }

    /// <summary>Seconds between two looks at a file that may still be written.</summary>
    public int QuietSeconds { get; set; } = 5;

    /// <summary>Most megabytes of one file.</summary>
    public int MostMegabytes { get; set; } = 500;

    /// <summary>Seconds that one command may take.</summary>
    public int TimeoutSeconds { get; set; } = 600;
}
