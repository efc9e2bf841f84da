using System.Collections.Immutable;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Speech;

namespace RtcCluster.Grains.Voicemail;

/// <summary>What a voicemail box says.</summary>
internal static class MailboxSpeech
{
    /// <summary>The greeting, the owner's own or the spoken one, and the tone after which a message begins.</summary>
    public static ImmutableArray<PromptPiece> Greeting(MailboxPlan box) =>
    [
        box.Greeting is { } own
            ? new PromptAudio(own)
            : Say(box, $"Este es el buzón de voz de {box.Name}. Deje su mensaje después del tono.", $"This is the voicemail of {box.Name}. Leave your message after the tone."),
        new PromptPause(300),
        new PromptTone(1_000, 400),
    ];

    /// <summary>There is no room.</summary>
    public static ImmutableArray<PromptPiece> Full(MailboxPlan box) =>
        [Say(box, $"El buzón de voz de {box.Name} está lleno.", $"The voicemail of {box.Name} is full.")];

    /// <summary>The message is kept.</summary>
    public static ImmutableArray<PromptPiece> Thanks(MailboxPlan box) => [Say(box, "Su mensaje ha sido guardado. Gracias.", "Your message has been saved. Thank you.")];

    /// <summary>The PIN is wanted.</summary>
    public static ImmutableArray<PromptPiece> AskPin(MailboxPlan box, bool again) =>
    [
        .. again ? [Say(box, "La clave no es correcta.", "The PIN is not correct.")] : Array.Empty<PromptPiece>(),
        Say(box, "Digite su clave seguida de la tecla numeral.", "Enter your PIN, followed by the pound key."),
    ];

    /// <summary>Nobody is let in.</summary>
    public static ImmutableArray<PromptPiece> Refused(MailboxPlan box) => [Say(box, "No es posible entrar al buzón. Hasta luego.", "You cannot be let into the mailbox. Goodbye.")];

    /// <summary>How many messages there are.</summary>
    public static ImmutableArray<PromptPiece> Counts(MailboxPlan box)
    {
        var language = SpokenLanguage.Of(box.Language);
        var (fresh, saved) = (box.Counts.New, box.Counts.Saved);
        return fresh + saved == 0
            ? [Say(box, "No tiene mensajes.", "You have no messages.")]
            : [Say(
                box,
                $"Tiene {Spanish(language, fresh, "nuevo")} y {Spanish(language, saved, "guardado")}.",
                $"You have {English(language, fresh, "new")} and {English(language, saved, "saved")}.")];
    }

    /// <summary>A message: who left it, and its sound.</summary>
    public static ImmutableArray<PromptPiece> Message(MailboxPlan box, MailboxMessage message)
    {
        var digits = SpokenLanguage.Of(box.Language).Digits(message.FromNumber);
        return
        [
            digits.Length > 0 ? Say(box, $"Mensaje de {digits}.", $"Message from {digits}.") : Say(box, "Mensaje de un número desconocido.", "Message from an unknown number."),
            new PromptPause(300),
            new PromptRecording(message.BlobPrefix, message.Chunks),
        ];
    }

    /// <summary>What can be done with it.</summary>
    public static ImmutableArray<PromptPiece> Choices(MailboxPlan box) =>
    [
        Say(
            box,
            "Para oírlo de nuevo, marque uno. Para guardarlo, marque dos. Para borrarlo, marque tres.",
            "To hear it again, press one. To keep it, press two. To delete it, press three."),
    ];

    /// <summary>There is nothing more.</summary>
    public static ImmutableArray<PromptPiece> Goodbye(MailboxPlan box) => [Say(box, "No hay más mensajes. Hasta luego.", "There are no more messages. Goodbye.")];

    private static PromptSpeech Say(MailboxPlan box, string spanish, string english)
    {
        var language = SpokenLanguage.Of(box.Language);
        return new PromptSpeech(language == SpokenLanguage.English ? english : spanish, language.Tag);
    }

    private static string Spanish(SpokenLanguage language, int count, string kind) =>
        count == 1 ? $"un mensaje {kind}" : count == 0 ? $"ningún mensaje {kind}" : $"{language.Number(count)} mensajes {kind}s";

    private static string English(SpokenLanguage language, int count, string kind) =>
        count == 1 ? $"one {kind} message" : count == 0 ? $"no {kind} messages" : $"{language.Number(count)} {kind} messages";
}
