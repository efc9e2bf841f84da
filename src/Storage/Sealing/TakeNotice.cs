namespace RtcCluster.Storage.Sealing;

/// <summary>What a party was told or asked before a recording began, and what came of it; in the opening and in the signed manifest of each of its takes.</summary>
/// <param name="Leg">The party's leg, as in the call's ledger.</param>
/// <param name="Rule">The company's rule that said so.</param>
/// <param name="Version">The version of the company's rules.</param>
/// <param name="Result"><c>announced</c>, <c>given</c>, <c>unanswered</c>: as in the call log.</param>
/// <param name="Method">How that was known: <c>heard</c> (to its end), <c>key</c> (the party pressed 1), <c>silence</c> (nothing was pressed, and the rule records then).</param>
/// <param name="At">When (UTC).</param>
/// <param name="Language">The language of the text (BCP 47); empty for an uploaded prompt.</param>
/// <param name="Wording">What was said: the text, or the place of the prompt's file, which is another one with each upload.</param>
public sealed record TakeNotice(int Leg, string Rule, int Version, string Result, string Method, DateTimeOffset At, string Language, string Wording);
