using System.Collections.Immutable;

namespace RtcCluster.Contracts.Queues;

/// <summary>A skill that a caller needs.</summary>
/// <param name="Skill">Its name.</param>
/// <param name="Level">The proficiency that is needed, 1 to 100.</param>
/// <param name="Relax">What is enough after a while, in the order of time.</param>
[GenerateSerializer, Immutable, Alias("rtc.SkillNeed")]
public sealed record SkillNeed([property: Id(0)] string Skill, [property: Id(1)] int Level, [property: Id(2)] ImmutableArray<SkillRelaxation> Relax);

/// <summary>Less proficiency is enough after a while.</summary>
/// <param name="After">After how long in the queue.</param>
/// <param name="Level">What is enough then; 0: the skill is not needed any more.</param>
[GenerateSerializer, Immutable, Alias("rtc.SkillRelaxation")]
public sealed record SkillRelaxation([property: Id(0)] TimeSpan After, [property: Id(1)] int Level);
