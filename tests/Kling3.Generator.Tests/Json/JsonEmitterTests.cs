using Microsoft.CodeAnalysis;

namespace Kling3.Generator.Tests.Json;

public sealed class JsonEmitterTests
{
    [Theory]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Enable)]
    public void Emitted_code_of_every_kind_compiles_without_a_warning(NullableContextOptions nullable)
    {
        foreach (Model.TypeSpec[] types in new[] { SampleModel.Task, SampleModel.Requests, SampleModel.Animals })
        {
            Model.SpecModel model = EmittedAssembly.Model(types);
            IEnumerable<Diagnostic> diagnostics = EmittedAssembly.Compile(model, nullable).GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);

            Assert.True(!diagnostics.Any(), string.Join('\n', diagnostics) + "\n" + string.Join("\n\n", EmittedAssembly.Sources(model)));
        }
    }
}
