using System.Collections.Immutable;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Speech;

namespace RtcCluster.Grains.ParkLots;

/// <summary>What somebody who parks a call is told.</summary>
internal static class ParkSpeech
{
    /// <summary>Where the call waits; or, without a slot, that it could not be parked.</summary>
    public static ImmutableArray<PromptPiece> Of(string? language, string? slot)
    {
        var spoken = SpokenLanguage.Of(language);
        var english = spoken == SpokenLanguage.English;
        var text = slot is not null
            ? $"{(english ? "The call is parked at" : "La llamada espera en")} {spoken.Digits(slot)}."
            : english ? "The call could not be parked." : "No fue posible estacionar la llamada.";
        return [new PromptSpeech(text, spoken.Tag)];
    }
}
