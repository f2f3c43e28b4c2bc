//! The second pass: where each name lives.
//!
//! CPython's counterpart is the `analyze_*` half of `Python/symtable.c`. A scope is given the names bound in the functions around it; names
//! that its children leave free are bound here (and become cells) or are handed on outwards. Comprehensions other than generator
//! expressions are then merged into the scope around them (PEP 709). Invariant: when a scope is done, every symbol of it has a place.

use super::{Place, Scope, ScopeId, ScopeKind, SymTable, flag};
use crate::error::{Result, location, syntax};
use crate::names::{FastSet, Names, Sym, SymMap};

type Set = FastSet<Sym>;

struct Known {
    class: Sym,
    classdict: Sym,
}

/// What a scope knows of the scopes around it.
struct Outer {
    /// Names bound in enclosing functions; `None` in the module.
    bound: Option<Set>,
    /// Names declared global.
    global: Set,
    /// Names bound by type parameters.
    type_params: Set,
    /// The class whose names a type scope sees.
    class: Option<ScopeId>,
}

pub(super) fn analyse(table: &mut SymTable, names: &mut Names) -> Result {
    let known = Known { class: names.intern("__class__"), classdict: names.intern("__classdict__") };
    let mut outer = Outer { bound: None, global: Set::default(), type_params: Set::default(), class: None };
    let mut free = Set::default();
    let top = table.top;
    block(table, names, &known, top, &mut outer, &mut free)
}

fn at_directive<T>(scope: &Scope, name: Sym, message: String) -> Result<T> {
    let span = scope.directives.iter().find(|(sym, _)| *sym == name).map_or(scope.span, |(_, span)| *span);
    syntax(location(span), message)
}

/// Decides the place of one name from its flags.
#[expect(clippy::too_many_arguments, reason = "the sets are those that CPython hands around, by the same names")]
fn analyse_name(
    table: &SymTable,
    names: &Names,
    id: ScopeId,
    name: Sym,
    flags: u32,
    outer: &mut Outer,
    local: &mut Set,
    free: &mut Set,
) -> Result<Place> {
    let scope = &table[id];
    if flags & flag::DEF_GLOBAL != 0 {
        if flags & flag::DEF_NONLOCAL != 0 {
            return at_directive(scope, name, format!("name '{}' is nonlocal and global", names.text(name)));
        }
        outer.global.insert(name);
        if let Some(bound) = &mut outer.bound {
            bound.remove(&name);
        }
        return Ok(Place::GlobalExplicit);
    }
    if flags & flag::DEF_NONLOCAL != 0 {
        let Some(bound) = &outer.bound else {
            return at_directive(scope, name, "nonlocal declaration not allowed at module level".to_owned());
        };
        if !bound.contains(&name) {
            return at_directive(scope, name, format!("no binding for nonlocal '{}' found", names.text(name)));
        }
        if outer.type_params.contains(&name) {
            let message = format!("nonlocal binding not allowed for type parameter '{}'", names.text(name));
            return at_directive(scope, name, message);
        }
        free.insert(name);
        return Ok(Place::Free);
    }
    if flags & flag::DEF_BOUND != 0 {
        local.insert(name);
        outer.global.remove(&name);
        if flags & flag::DEF_TYPE_PARAM != 0 {
            outer.type_params.insert(name);
        } else {
            outer.type_params.remove(&name);
        }
        return Ok(Place::Local);
    }
    // A type scope in a class sees the class's own names before those of the functions around it, by way of the class's dict.
    if let Some(class) = outer.class {
        let class_flags = table[class].symbol(name);
        if class_flags & flag::DEF_GLOBAL != 0 {
            return Ok(Place::GlobalExplicit);
        }
        if class_flags & flag::DEF_BOUND != 0 && class_flags & flag::DEF_NONLOCAL == 0 {
            return Ok(Place::GlobalImplicit);
        }
    }
    if outer.bound.as_ref().is_some_and(|bound| bound.contains(&name)) {
        free.insert(name);
        return Ok(Place::Free);
    }
    Ok(Place::GlobalImplicit)
}

fn block(table: &mut SymTable, names: &Names, known: &Known, id: ScopeId, outer: &mut Outer, free: &mut Set) -> Result {
    let kind = table[id].kind;
    let mut local = Set::default();
    let mut places = SymMap::default();
    let mut new_free = Set::default();
    let mut inlined_cells = Set::default();
    let mut new_bound = Set::default();
    let mut new_global = Set::default();
    // What a class binds is not seen in its methods, so what they see is fixed before its names are looked at.
    if kind == ScopeKind::Class {
        new_global.clone_from(&outer.global);
        if let Some(bound) = &outer.bound {
            new_bound.clone_from(bound);
        }
    }
    let mut index = 0;
    while let Some((name, flags)) = table[id].symbols.at(index) {
        let place = analyse_name(table, names, id, name, flags, outer, &mut local, free)?;
        places.set(name, place as u32);
        index += 1;
    }
    if kind == ScopeKind::Class {
        new_bound.insert(known.class);
        new_bound.insert(known.classdict);
    } else {
        if table[id].is_function_like() {
            new_bound.extend(local.iter().copied());
        }
        if let Some(bound) = &outer.bound {
            new_bound.extend(bound.iter().copied());
        }
        new_global.extend(outer.global.iter().copied());
    }

    let children = table[id].children.clone();
    let mut spliced = Vec::with_capacity(children.len());
    for child in children {
        let class = if table[child].can_see_class_scope { if kind == ScopeKind::Class { Some(id) } else { outer.class } } else { None };
        // Comprehensions are inlined, except in type scopes of a class, whose names are looked up in a way of their own.
        let inline = table[child].comprehension.is_some() && !table[child].generator && !table[id].can_see_class_scope;
        let mut child_outer =
            Outer { bound: Some(new_bound.clone()), global: new_global.clone(), type_params: outer.type_params.clone(), class };
        let mut child_free = new_free.clone();
        block(table, names, known, child, &mut child_outer, &mut child_free)?;
        if inline {
            inline_comprehension(table, known, id, child, &mut places, &mut child_free, &mut inlined_cells);
            table[child].comp_inlined = true;
            spliced.extend(table[child].children.iter().copied());
        } else {
            spliced.push(child);
        }
        new_free.extend(child_free);
    }
    table[id].children = spliced;

    if table[id].is_function_like() {
        // A local that a child leaves free is a cell.
        for (name, place) in places.values_mut() {
            if *place == Place::Local as u32 && (new_free.contains(&name) || inlined_cells.contains(&name)) {
                *place = Place::Cell as u32;
                new_free.remove(&name);
            }
        }
    } else if kind == ScopeKind::Class {
        if new_free.remove(&known.class) {
            table[id].needs_class_closure = true;
        }
        if new_free.remove(&known.classdict) {
            table[id].needs_classdict = true;
        }
    }
    update_symbols(&mut table[id], names, &places, outer.bound.as_ref(), &new_free, &inlined_cells);
    free.extend(new_free);
    Ok(())
}

/// The place that a number in `places` stands for.
fn bits(place: u32) -> u32 {
    place << flag::SCOPE_SHIFT
}

/// Merges the names of a comprehension into the scope that it is inlined into.
fn inline_comprehension(
    table: &mut SymTable,
    known: &Known,
    id: ScopeId,
    comp: ScopeId,
    places: &mut SymMap,
    comp_free: &mut Set,
    inlined_cells: &mut Set,
) {
    let kind = table[id].kind;
    let mut drop_class = false;
    let mut index = 0;
    while let Some((name, comp_flags)) = table[comp].symbols.at(index) {
        index += 1;
        // Its only parameter is the iterable, which is on the stack now.
        if comp_flags & flag::DEF_PARAM != 0 {
            continue;
        }
        let mut place = Place::of(comp_flags);
        let only_flags = comp_flags & ((1 << flag::SCOPE_SHIFT) - 1);
        if place == Place::Cell || only_flags & flag::DEF_COMP_CELL != 0 {
            inlined_cells.insert(name);
        }
        // `__class__` is never free through a class.
        if place == Place::Free && kind == ScopeKind::Class && name == known.class {
            place = Place::GlobalImplicit;
            comp_free.remove(&name);
            drop_class = true;
        }
        match table[id].symbols.get(name) {
            None => {
                table[id].symbols.set(name, only_flags);
                places.set(name, place as u32);
            }
            Some(flags) => {
                // What was free in the comprehension and is local here is simply a local now, unless a child needs the cell.
                if flags & flag::DEF_BOUND != 0 && kind != ScopeKind::Class {
                    let in_child = table[comp].children.iter().any(|child| table[*child].place(name) == Place::Free);
                    if !in_child {
                        comp_free.remove(&name);
                    }
                }
            }
        }
    }
    if drop_class {
        table[comp].symbols.remove(known.class);
    }
}

fn update_symbols(scope: &mut Scope, names: &Names, places: &SymMap, bound: Option<&Set>, free: &Set, inlined_cells: &Set) {
    let class = scope.kind == ScopeKind::Class || scope.can_see_class_scope;
    for (name, value) in scope.symbols.values_mut() {
        if inlined_cells.contains(&name) {
            *value |= flag::DEF_COMP_CELL;
        }
        *value |= bits(places.get(name).unwrap_or(0));
    }
    // In the order of their texts, so that the same program always gives the same table.
    let mut passing: Vec<Sym> = free.iter().copied().collect();
    passing.sort_unstable_by(|a, b| names.text(*a).cmp(names.text(*b)));
    for name in passing {
        if let Some(value) = scope.symbols.get(name) {
            // Free in a method of a class that has a name like it: the class hands it through.
            if class {
                scope.symbols.set(name, value | flag::DEF_FREE_CLASS);
            }
        } else if bound.is_none_or(|bound| bound.contains(&name)) {
            scope.symbols.set(name, Place::Free.bits());
        }
    }
}
