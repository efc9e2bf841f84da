using System.Collections.Immutable;
using System.Globalization;
using RtcCluster.Contracts.Flows;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Speech;

namespace RtcCluster.Grains.Flows;

/// <summary>What a flow says, as pieces of a prompt.</summary>
internal static class FlowSpeech
{
    /// <summary>The pieces in the run's language, with the values of its variables. A value that is not what the piece speaks is left out.</summary>
    public static ImmutableArray<PromptPiece> Pieces(FlowRun run, ImmutableArray<FlowPiece> prompt) =>
        [.. prompt.Select(piece => Piece(run, piece)).OfType<PromptPiece>()];

    /// <summary>The uploaded prompts that a flow plays.</summary>
    public static IEnumerable<string> Plays(FlowDefinition flow) =>
        flow.Steps.SelectMany(step => step switch
        {
            SayStep say => say.Prompt,
            MenuStep menu => menu.Prompt.AddRange(menu.Invalid),
            GatherStep gather => gather.Prompt.AddRange(gather.Invalid),
            HangUpStep farewell => farewell.Prompt,
            _ => [],
        }).Select(piece => piece.Play).OfType<string>().Distinct();

    private static PromptPiece? Piece(FlowRun run, FlowPiece piece)
    {
        var language = SpokenLanguage.Of(run.Language);
        var text = piece switch
        {
            { Say: { } say } => Text(run, say),
            { Number: { } name } when Value(run, name) is { } value && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => language.Number(number),
            { Digits: { } name } when Value(run, name) is { } value => language.Digits(value),
            { Time: { } name } when Value(run, name) is { } value && TimeOnly.TryParse(value, CultureInfo.InvariantCulture, out var time) => language.TimeOfDay(time),
            { Money: { } name } when Value(run, name) is { } value && decimal.TryParse(value, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount)
                && Math.Abs(amount) < 1_000_000_000_000 => language.Money(amount, piece.Currency),
            _ => null,
        };
        return text is { Length: > 0 } ? new PromptSpeech(text, language.Tag)
            : piece is { Play: { } play } && run.Plan.Audio.TryGetValue(play, out var blob) ? new PromptAudio(blob)
            : piece is { Pause: { } pause } ? new PromptPause(pause)
            : null;
    }

    private static string? Value(FlowRun run, string name) => run.Variables.GetValueOrDefault(name);

    // A text in the run's language, else in the flow's, else in any: silence would be the worst of all.
    private static string? Text(FlowRun run, ImmutableDictionary<string, string> say) =>
        say.GetValueOrDefault(run.Language) ?? say.GetValueOrDefault(run.Plan.Definition.Language) ?? say.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => text.Value).FirstOrDefault();
}
