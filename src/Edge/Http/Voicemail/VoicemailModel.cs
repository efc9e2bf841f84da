using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Edge.Http.Voicemail;

/// <summary>A message in the own box.</summary>
/// <param name="Id">Its id.</param>
/// <param name="From">Number of who left it; empty when it was not shown, or is that of a colleague who does not show it.</param>
/// <param name="Name">Name of who left it; empty when none is known.</param>
/// <param name="At">When it began.</param>
/// <param name="DurationSeconds">Its length in seconds; of a pending one what is known of it.</param>
/// <param name="Heard">False for a new one.</param>
/// <param name="RetainUntil">When it is deleted.</param>
/// <param name="Audio">Where its sound is.</param>
/// <param name="Pending">True while some of its sound may still be on its way into the store.</param>
internal sealed record VoicemailModel(
    string Id, string From, string Name, DateTimeOffset At, double DurationSeconds, bool Heard, DateTimeOffset RetainUntil, string Audio, bool Pending)
{
    public static VoicemailModel Of(VoicemailMessage message, IReadOnlySet<string> hidden)
    {
        var id = new RecordingId(message.Id).Name;
        return new VoicemailModel(
            id,
            hidden.Contains(message.FromNumber) ? "" : message.FromNumber,
            message.FromName,
            message.At,
            message.DurationMilliseconds / 1_000.0,
            message.Heard,
            message.RetainUntil,
            $"/api/v1/me/voicemail/{id}/audio",
            message.Pending);
    }
}

/// <summary>What is said of a message.</summary>
/// <param name="Heard">True when it was heard.</param>
public sealed record VoicemailChange(bool Heard);

/// <summary>What is set of the own box.</summary>
/// <param name="Language">The language that it speaks: <c>es-CO</c> or <c>en</c>.</param>
/// <param name="HasPin">True when the telephone is asked for a PIN.</param>
/// <param name="MaxSeconds">The longest message, in seconds.</param>
/// <param name="HasGreeting">True when it has a greeting of its own.</param>
/// <param name="Email">True when new messages are sent to the own address by e-mail.</param>
/// <param name="AttachAudio">True when the e-mail has the sound with it.</param>
/// <param name="MailTo">The address that e-mails go to; null where no mail server is set.</param>
internal sealed record VoicemailSettingsModel(string Language, bool HasPin, int MaxSeconds, bool HasGreeting, bool Email, bool AttachAudio, string? MailTo)
{
    public static VoicemailSettingsModel Of(MailboxSettings settings, string? mailTo) =>
        new(settings.Language, settings.HasPin, settings.MaxSeconds, settings.HasGreeting, settings.Email, settings.Attach, mailTo);
}

/// <summary>What the owner changes; what is left out stays.</summary>
public sealed record VoicemailSettingsChange
{
    /// <summary><c>es-CO</c> or <c>en</c>.</summary>
    public string? Language { get; init; }

    /// <summary>4 to 8 digits; empty for none.</summary>
    [StringLength(8)]
    public string? Pin { get; init; }

    /// <summary>The longest message in seconds, 10 to 600.</summary>
    [Range(10, 600)]
    public int? MaxSeconds { get; init; }

    /// <summary>Whether new messages are sent to the own address by e-mail.</summary>
    public bool? Email { get; init; }

    /// <summary>Whether the e-mail has the sound with it; else it has the address of the web app.</summary>
    public bool? AttachAudio { get; init; }
}
