using System.ComponentModel.DataAnnotations;
using MimeKit;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Edge.Configuration;

/// <summary>Section <c>Smtp</c>: the mail server that voicemail messages are sent through. The same on every edge.</summary>
public sealed class SmtpOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Smtp";

    /// <summary>Name or address of the mail server; empty: no e-mail is sent, and nobody can switch it on.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its TCP port.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>The account to sign in with; empty when the server wants none.</summary>
    public string User { get; set; } = "";

    /// <summary>Its password.</summary>
    [Secret]
    public string Password { get; set; } = "";

    /// <summary>The sender, an address that may have a name before it: <c>Voicemail &lt;voicemail@example.com&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>Address of the web app as people reach it, for the text; empty for <c>Web:Url</c>.</summary>
    public Uri? WebUrl { get; set; }

    /// <summary>The longest that one e-mail may take, waiting for those before it included; then it is tried again later.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:45")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(40);

    /// <summary>Sound above this many bytes is not attached: the text says where it is.</summary>
    [Range(0, 10_000_000)]
    public int MaxAttachmentBytes { get; set; } = 10_000_000;

    /// <summary>Whether e-mail can be sent.</summary>
    public bool IsSet => Host.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsSet && !MailboxAddress.TryParse(From, out _))
        {
            yield return new("must be an e-mail address when Smtp:Host is set", [nameof(From)]);
        }

        if (User.Length > 0 != Password.Length > 0)
        {
            yield return new("must be set together with Smtp:Password, or neither of them", [nameof(User)]);
        }

        if (Password.Length > 0 && Security == SmtpSecurity.None)
        {
            yield return new("must be StartTls or Tls when Smtp:Password is set: nobody on the way may read it", [nameof(Security)]);
        }
    }
}
