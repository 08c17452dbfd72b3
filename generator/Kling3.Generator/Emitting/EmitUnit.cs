using Kling3.Generator.Emitting.Json;
using Kling3.Generator.Model;
using Kling3.Generator.Modeling;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Emitting;

/// <summary>
/// One file to emit: all that goes into it, compared by value, so that an edit of the document emits again only the files it changes.
/// </summary>
internal abstract record EmitUnit(NamesSpec Names)
{
    /// <summary>The file's name, unique in the project whatever case its file system tells apart.</summary>
    public abstract string HintName { get; }

    /// <summary>The file.</summary>
    public abstract SourceText Emit();

    /// <summary>The files of a document.</summary>
    public static IEnumerable<EmitUnit> Of(SpecModel model, ConsumerFacts consumer, CancellationToken cancellationToken)
    {
        NamesSpec names = model.Names;
        Dictionary<string, TypeSpec> types = model.Types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        foreach (EquatableArray<TypeSpec> file in TypeFiles.Of(model.Types))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TypesUnit(names, file);
        }

        foreach (TypeSpec type in model.Types)
        {
            if (type is UnionSpec { IsRequest: true } union)
            {
                yield return new ModelsUnit(names, union, union.Cases.Select(one => one.TypeName).Distinct(StringComparer.Ordinal).Select(name => (ObjectSpec)types[name]).ToEquatableArray());
            }
        }

        yield return new ContextUnit(names, JsonContextSpec.From(model));
        yield return new ClientUnit(names, model.Client, model.ErrorCodes);
        yield return new InterfaceUnit(names, model.Client);
        if (model.ErrorCodes.Count > 0)
        {
            yield return new ErrorCodesUnit(names, model.ErrorCodes);
        }

        if (consumer.HasHttpFactory)
        {
            yield return new ServiceCollectionUnit(names, consumer.HasConfiguration);
        }
    }

    private string Hint(string name) => CSharpName.FileName($"{Names.Namespace}.{name}") + ".g.cs";

    private sealed record TypesUnit(NamesSpec Names, EquatableArray<TypeSpec> Types) : EmitUnit(Names)
    {
        public override string HintName => Hint(Types[0].Name);

        public override SourceText Emit() => TypeEmitter.Emit(Names, Types);
    }

    private sealed record ModelsUnit(NamesSpec Names, UnionSpec Union, EquatableArray<ObjectSpec> Cases) : EmitUnit(Names)
    {
        public override string HintName => Hint(Union.Name + ".Models");

        public override SourceText Emit() => ModelsEmitter.Emit(Names, Union, Cases);
    }

    private sealed record ContextUnit(NamesSpec Names, JsonContextSpec Context) : EmitUnit(Names)
    {
        public override string HintName => Hint(Names.Context);

        public override SourceText Emit() => ContextEmitter.Emit(Names, Context);
    }

    private sealed record ClientUnit(NamesSpec Names, ClientSpec Client, EquatableArray<ErrorCodeMember> ErrorCodes) : EmitUnit(Names)
    {
        public override string HintName => Hint(Names.Client);

        public override SourceText Emit() => ClientEmitter.Emit(Names, Client, ErrorCodes);
    }

    private sealed record InterfaceUnit(NamesSpec Names, ClientSpec Client) : EmitUnit(Names)
    {
        public override string HintName => Hint("I" + Names.Client);

        public override SourceText Emit() => ClientEmitter.EmitInterface(Names, Client);
    }

    private sealed record ErrorCodesUnit(NamesSpec Names, EquatableArray<ErrorCodeMember> Codes) : EmitUnit(Names)
    {
        public override string HintName => Hint(Names.ErrorCode);

        public override SourceText Emit() => OpenEnumEmitter.EmitErrorCodes(Names, Codes);
    }

    private sealed record ServiceCollectionUnit(NamesSpec Names, bool HasConfiguration) : EmitUnit(Names)
    {
        public override string HintName => Hint(Names.Client + "ServiceCollectionExtensions");

        public override SourceText Emit() => ServiceCollectionEmitter.Emit(Names, HasConfiguration);
    }
}
