using System.Collections.Immutable;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Grains.Speech;

namespace RtcCluster.Grains.Rooms;

/// <summary>What a caller of a room is told.</summary>
internal static class RoomSpeech
{
    private const int BeepHertz = 1000;

    private const int BeepMilliseconds = 200;

    /// <summary>Asks for the PIN; the beep says that it is the caller's turn, also where no voice can say it.</summary>
    public static ImmutableArray<PromptPiece> AskPin(string language, bool again) =>
    [
        .. Say(
            language,
            again ? "Ese código no es correcto. Márquelo de nuevo y termine con numeral." : "Marque el código de la conferencia y termine con numeral.",
            again ? "That is not the PIN. Please enter it again, followed by pound." : "Please enter the PIN of the conference, followed by pound."),
        new PromptTone(BeepHertz, BeepMilliseconds),
    ];

    /// <summary>Why the caller is not let in.</summary>
    public static ImmutableArray<PromptPiece> Farewell(string language, RoomEntryStatus why) => why switch
    {
        RoomEntryStatus.Locked => Say(language, "La conferencia está cerrada.", "The conference is locked."),
        RoomEntryStatus.Full => Say(language, "La conferencia está llena.", "The conference is full."),
        RoomEntryStatus.WrongPin => Say(language, "Ese código no es correcto. Hasta luego.", "That is not the PIN. Goodbye."),
        RoomEntryStatus.Barred => Say(language, "Demasiados códigos incorrectos. Intente más tarde.", "Too many wrong PINs. Please try again later."),
        _ => Say(language, "En este momento no es posible entrar a la conferencia.", "The conference cannot be reached at the moment."),
    };

    private static ImmutableArray<PromptPiece> Say(string language, string spanish, string english)
    {
        var spoken = SpokenLanguage.Of(language);
        return [new PromptSpeech(spoken == SpokenLanguage.English ? english : spanish, spoken.Tag)];
    }
}
