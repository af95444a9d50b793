using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Why a portal does not let us in, as far as its page says: a captcha, a locked account, a password that has expired or is wrong.
/// A machine answers none of these; a person does.</summary>
internal static class PortalRefusal
{
    private static readonly string[] CaptchaNames = ["captcha", "vcode", "verifycode", "checkcode", "yzm", "geetest"];
    private static readonly string[] Locked = ["锁定", "冻结", "停用", "次数过多", "locked", "too many attempts"];
    private static readonly string[] Expired = ["过期", "修改密码", "重置密码", "expired", "change your password", "change password"];

    /// <summary>Whether a sign-in form asks for a captcha: then no password is sent at all.</summary>
    /// <returns>The reason in both languages; null where it does not.</returns>
    public static string? Captcha(IHtmlFormElement form) =>
        form.QuerySelectorAll("input, img, canvas, div, iframe").Any(IsCaptcha)
            ? Bilingual.Of("登录页要求验证码，需由人登录一次或向对方申请接口账号",
                "the sign-in page asks for a captcha; a person has to sign in, or the chain has to give an account for machines")
            : null;

    /// <summary>What the page that came instead says, and the sign-in page had not said before: many warn there of a lock.</summary>
    /// <param name="before">The sign-in page.</param>
    /// <param name="page">The answer; null where it is no page.</param>
    public static string Reason(IHtmlDocument before, IHtmlDocument? page)
    {
        var said = page is null ? [] : Texts(page).Except(Texts(before), StringComparer.Ordinal).ToList();
        return Says(said, Locked)
            ? Bilingual.Of("账号已被锁定或停用，请联系对方解锁", "the account is locked or disabled; the chain unlocks it")
            : Says(said, Expired) ? Bilingual.Of("密码已过期，请在门户修改", "the password has expired; change it in the portal")
            : Bilingual.Of("用户名或密码不被接受", "user or password are not accepted");
    }

    private static IEnumerable<string> Texts(IHtmlDocument page) =>
        page.DocumentElement.Descendants<IText>().Select(text => text.Data.Trim()).Where(text => text.Length > 0);

    private static bool Says(List<string> texts, string[] words) =>
        texts.Exists(text => Array.Exists(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static bool IsCaptcha(IElement element)
    {
        if (element is IHtmlInputElement { Type: "hidden" })
        {
            return false;
        }

        string?[] said = [element.Id, element.GetAttribute("name"), element.ClassName, element.GetAttribute("placeholder"),
            element.GetAttribute("src"), element.GetAttribute("alt")];
        return said.Any(text => text is not null && (text.Contains("验证码", StringComparison.Ordinal)
            || CaptchaNames.Any(name => text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)
                .Contains(name, StringComparison.OrdinalIgnoreCase))));
    }
}
