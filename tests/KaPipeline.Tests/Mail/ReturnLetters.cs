namespace KaPipeline.Tests.Mail;

/// <summary>Letters with which servers give mails back, in the shapes in which they write them.</summary>
internal static class ReturnLetters
{
    /// <summary>Postfix: a report with the whole mail enclosed.</summary>
    public static string Postfix(string id, string to, string status = "5.1.1", string action = "failed") => Lines($"""
        From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
        To: ka@example.com
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="A1/mx.example.com"

        --A1/mx.example.com
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        This is the mail system at host mx.example.com.

        <{to}>: host mail.kehu.example[192.0.2.7] said: 550 5.1.1
            <{to}>: Recipient address rejected: User unknown (in reply to RCPT TO command)

        --A1/mx.example.com
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.com
        X-Postfix-Queue-ID: 4F1Q2
        X-Postfix-Sender: rfc822; ka@example.com

        Final-Recipient: rfc822; {to}
        Original-Recipient: rfc822;{to}
        Action: {action}
        Status: {status}
        Remote-MTA: dns; mail.kehu.example
        Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address
            rejected: User unknown

        --A1/mx.example.com
        Content-Description: Undelivered Message
        Content-Type: message/rfc822

        From: ka@example.com
        To: {to}
        Subject: daily
        Message-Id: <{id}>
        List-Id: KaPipeline daily <daily.ka-pipeline.example.com>
        Content-Type: text/plain

        text

        --A1/mx.example.com--
        """);

    /// <summary>Exchange: a report in HTML with the headers alone, and an In-Reply-To.</summary>
    public static string Exchange(string id, string to) => Lines($"""
        From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com>
        To: <ka@example.com>
        Subject: =?utf-8?B?5peg5rOV6YCB6L6+OiDph43ngrnlrqLmiLfml6XmiqU=?=
        In-Reply-To: <{id}>
        References: <{id}>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b2"

        --b2
        Content-Type: text/html; charset="utf-8"

        <html><body>Your message to {to} couldn't be delivered.</body></html>

        --b2
        Content-Type: message/delivery-status

        Reporting-MTA: dns;EX01.example.com
        Received-From-MTA: dns;mail.example.com
        Arrival-Date: Mon, 1 Jun 2026 00:00:01 +0000

        Final-Recipient: rfc822;{to}
        Action: failed
        Status: 5.2.2
        Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException
        X-Display-Name: {to}

        --b2
        Content-Type: text/rfc822-headers

        From: ka@example.com
        Message-ID: <{id}>
        Subject: daily

        --b2--
        """);

    /// <summary>QQ: a letter of its own words, with the mail enclosed, and no report.</summary>
    public static string Qq(string id, string to) => Lines($"""
        From: "=?utf-8?B?UVHpgq7nrrE=?=" <PostMaster@qq.com>
        To: ka@example.com
        Subject: =?utf-8?B?57O757uf6YCA5L+h?=
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="q3"

        --q3
        Content-Type: text/html; charset="utf-8"
        Content-Transfer-Encoding: 8bit

        <div><p>很抱歉您发送的邮件被退回，以下是该邮件的相关信息：</p><p>被退回邮件 收件人：{to}</p>
        <p>退信原因：收件人邮件地址({to})不存在，邮件无法送达。host mx3.qq.com said: 550 Mailbox unavailable or access denied</p></div>

        --q3
        Content-Type: message/rfc822

        From: ka@example.com
        Message-ID: <{id}>
        To: {to}

        text

        --q3--
        """);

    /// <summary>163: plain text that only names the mail.</summary>
    public static string Netease(string id, string to) => Lines($"""
        From: Postmaster@163.com
        To: ka@example.com
        Subject: =?utf-8?B?57O757uf6YCA5L+hL1N5c3RlbXMgYm91bmNl?=
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        抱歉，您的邮件被退回来了……
        收件人：{to}
        原邮件编号：<{id}>
        退信代码：554 DT:SPM 用户邮箱已停用
        """);

    /// <summary>A notice of absence, which answers a mail that arrived.</summary>
    public static string Absence(string id) => Lines($"""
        From: zhang@example.com
        To: ka@example.com
        Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSN?=
        In-Reply-To: <{id}>
        Auto-Submitted: auto-replied
        Content-Type: text/plain; charset=utf-8

        I am out of the office until 550 orders are shipped.
        """);

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n";
}
